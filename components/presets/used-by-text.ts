import type { PresetResponse } from "@/lib/contracts/presets";
import { formatExact, formatPlural } from "@/lib/format";

/** "used by 2 runs and 1 pool", "not used". */
export function usedByText({ runs, pools }: { runs: number; pools: number }): string {
  const parts = [runs > 0 ? formatPlural(runs, "run") : null, pools > 0 ? formatPlural(pools, "pool") : null].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? "not used" : `used by ${parts.join(" and ")}`;
}

/** "2 live runs, 14 past, 1 pool": of a preset, whatever the version. */
export function usedByAnyText({ liveRuns, pastRuns, pools }: PresetResponse["usedBy"]): string {
  const parts = [
    liveRuns > 0 ? formatPlural(liveRuns, "live run") : null,
    pastRuns > 0 ? (liveRuns > 0 ? `${formatExact(pastRuns)} past` : formatPlural(pastRuns, "past run")) : null,
    pools > 0 ? formatPlural(pools, "pool") : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "–" : parts.join(", ");
}
