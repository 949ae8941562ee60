/** Timers above this fire at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Sleeps, however long; returns early (true) when the signal is aborted. */
export async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<boolean> {
  let leftMs = ms;
  while (leftMs > 0 && !signal.aborted) {
    const stretchMs = Math.min(leftMs, TIMER_MAX_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, stretchMs);
      function done(): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      signal.addEventListener("abort", done, { once: true });
    });
    leftMs -= stretchMs;
  }
  return signal.aborted;
}
