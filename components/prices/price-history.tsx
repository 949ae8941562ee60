"use client";

import type { PriceTableResponse } from "@/lib/contracts/prices";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { formatFullTime, formatRelative } from "@/lib/format";
import { useNow } from "../ui/use-now";
import { providerText, rowText } from "./price-words";

type Entry = PriceTableResponse["history"][number];

/** A change of many rows at once is told by its first few. */
const SHOWN = 5;

/** Who changed which price, when and why. */
export function PriceHistory({
  table,
  providers,
}: {
  table: PriceTableResponse;
  providers: readonly ProviderResponse[];
}) {
  return (
    <section aria-labelledby="price-changes" className="mt-6">
      <h2 id="price-changes" className="mb-2 font-semibold text-base">
        Changes
      </h2>
      {table.history.length === 0 ? (
        <p className="text-muted text-sm">None: these are the prices that came with this version.</p>
      ) : (
        <ol className="divide-y divide-line rounded-lg border">
          {table.history.map((entry) => (
            <HistoryEntry key={entry.version} entry={entry} providers={providers} />
          ))}
        </ol>
      )}
    </section>
  );
}

function HistoryEntry({ entry, providers }: { entry: Entry; providers: readonly ProviderResponse[] }) {
  const now = useNow();
  return (
    <li className="px-3 py-2 text-sm">
      <p className="text-muted text-xs">
        <span className="tabular-nums">v{entry.version}</span> · {entry.actor}
        <time dateTime={entry.at} title={now === null ? undefined : formatFullTime(entry.at)}>
          {now === null ? "" : ` · ${formatRelative(entry.at, now)}`}
        </time>
        {entry.reason === null ? "" : ` · ${entry.reason}`}
      </p>
      <ul className="mt-0.5">
        {entry.changes.slice(0, SHOWN).map((change) => (
          <li key={`${change.provider} ${change.model}`} className="break-words tabular-nums">
            <span className="text-muted">{providerText(change.provider, providers)}</span>{" "}
            <span className="font-mono text-xs">{change.model}</span>: {changeText(change)}
          </li>
        ))}
        {entry.changes.length > SHOWN && <li className="text-muted">and {entry.changes.length - SHOWN} more</li>}
      </ul>
    </li>
  );
}

function changeText({ before, after }: Entry["changes"][number]): string {
  if (after === null) return "removed";
  if (before === null) return `added, ${rowText(after)}`;
  return `${rowText(before)} → ${rowText(after)}`;
}
