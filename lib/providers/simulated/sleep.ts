/** Timers wait for 2^31 − 1 ms at most; a longer wait would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Resolves after `ms` (Infinity: never by itself), or as soon as the signal is aborted. */
export function sleep(ms: number, signal: AbortSignal | null): Promise<void> {
  if (signal?.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = ms <= LONGEST_TIMER_MS ? setTimeout(done, ms) : null;
    signal?.addEventListener("abort", done, { once: true });
    function done(): void {
      if (timer !== null) clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}
