import { formatPlural } from "@/lib/format";

/** "used by 2 runs and 1 pool", "not used". */
export function usedByText({ runs, pools }: { runs: number; pools: number }): string {
  const parts = [runs > 0 ? formatPlural(runs, "run") : null, pools > 0 ? formatPlural(pools, "pool") : null].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? "not used" : `used by ${parts.join(" and ")}`;
}
