import Link from "next/link";
import type { ActivityResponse } from "@/lib/contracts/activity";

const PLACE: Readonly<Record<ActivityResponse["object"]["kind"], (id: string) => string>> = {
  run: (id) => `/runs/${encodeURIComponent(id)}`,
  pool: () => "/limits",
  provider: (id) => `/providers/${encodeURIComponent(id)}`,
  preset: (id) => `/presets/${encodeURIComponent(id)}`,
  dataset: (id) => `/datasets/${encodeURIComponent(id)}`,
  prices: () => "/prices",
  settings: () => "/settings",
};

/** What it was done to. What was removed since is named, and leads nowhere. */
export function ObjectLink({ entry }: { entry: ActivityResponse }) {
  const { kind, id, name } = entry.object;
  const gone = ["removed", "archived", "deleted"].includes(entry.action);
  if (gone)
    return (
      <span className="block truncate" title={name}>
        {name}
      </span>
    );
  return (
    <Link href={PLACE[kind](id)} data-row-link className="block truncate font-medium hover:underline" title={name}>
      {name}
    </Link>
  );
}
