import { z } from "zod";
import type { LatencyHistogram } from "./latency-histogram";

/** Checked by hand: two hours of seconds hold a hundred thousand of its entries, and a chart waits for them. */
export const latencyHistogramSchema = z.custom<LatencyHistogram>(isLatencyHistogram, "not a histogram of counts");

function isLatencyHistogram(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([bucket, count]) => Number.isInteger(Number(bucket)) && Number.isInteger(count) && count >= 0,
  );
}
