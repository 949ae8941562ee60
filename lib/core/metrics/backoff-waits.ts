import { z } from "zod";

/** Upper ends of the classes of backoffs, ms; the last class has none. */
export const BACKOFF_CLASS_ENDS_MS = [1000, 2000, 5000, 15_000, 60_000] as const;
const CLASSES = BACKOFF_CLASS_ENDS_MS.length + 1;

const counts = z.array(z.number().int().min(0)).length(CLASSES);

/** How many backoffs fell into each class: those that the provider named (`Retry-After`), and those that were computed. */
export const backoffWaitsSchema = z.object({ asked: counts, computed: counts });
export type BackoffWaits = z.infer<typeof backoffWaitsSchema>;

export function emptyBackoffWaits(): BackoffWaits {
  return { asked: Array.from({ length: CLASSES }, () => 0), computed: Array.from({ length: CLASSES }, () => 0) };
}

/** Counts one backoff in place. */
export function addBackoff(waits: BackoffWaits, delayMs: number, asked: boolean): void {
  const ends: readonly number[] = BACKOFF_CLASS_ENDS_MS;
  const found = ends.findIndex((end) => delayMs < end);
  const counted = asked ? waits.asked : waits.computed;
  const at = found === -1 ? CLASSES - 1 : found;
  counted[at] = (counted[at] ?? 0) + 1;
}
