import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import type { Limits } from "@/lib/core/limits/limits";
import { type PriceChange, priceTableChanges } from "@/lib/core/pricing/price-table-changes";
import { SHIPPED_PRICES } from "@/lib/core/pricing/shipped-prices";
import { countWords, limitWords, plural } from "@/lib/core/words/number-words";
import type { ActivityRecord } from "@/lib/persistence/activity-store";

/** Rows of a price table that are told one by one; more are counted. */
const PRICES_TOLD = 3;

/** What became of what, in words; null where the action says it all. */
export function describeActivity({ change, values }: ActivityRecord): string | null {
  if (values === null) return change;
  if (values.of === "prices") return orNull(describePrices(values.before ?? SHIPPED_PRICES, values.after));
  if (values.before === null) return startWords(values.after);
  return orNull(describeLimitChange(values.before, values.after));
}

function orNull(words: string): string | null {
  return words === "" ? null : words;
}

function startWords(limits: Limits): string {
  const { requestsPerSecond, burst, concurrency, retry } = limits;
  const rest = `burst ${countWords(burst)}, ${countWords(concurrency)} at once, ${plural(retry.attempts, "attempt")}`;
  return `${limitWords(requestsPerSecond)} rps, ${rest}`;
}

function describePrices(before: Parameters<typeof priceTableChanges>[0], after: typeof before): string {
  const changes = priceTableChanges(before, after);
  const told = changes.slice(0, PRICES_TOLD).map(priceWords);
  const more = changes.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

function priceWords({ model, before, after }: PriceChange): string {
  if (before === null) return `${model} added`;
  if (after === null) return `${model} removed`;
  return `${model} $${before.inputUsdPerMillion}/$${before.outputUsdPerMillion}→$${after.inputUsdPerMillion}/$${after.outputUsdPerMillion}`;
}
