import type { Limits } from "@/lib/core/limits/limits";
import { limitRows } from "./limit-rows";

/** Every limit with its value, to be read. */
export function LimitsList({ limits }: { limits: Limits }) {
  return (
    <dl className="grid grid-cols-1 gap-x-8 sm:grid-cols-2">
      {limitRows(limits).map((row) => (
        <div key={row.key} className="flex min-h-7 items-center justify-between gap-3 border-b py-1">
          <dt className="text-muted text-xs">{row.name}</dt>
          <dd className="text-right text-sm tabular-nums">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
