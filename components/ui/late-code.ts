const REST_AT_LATEST_MS = 4000;

/** Calls back once the page is loaded and its first work is done. */
export function whenAtRest(act: () => void): void {
  const whenIdle = () => {
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback === "undefined") setTimeout(act, 500);
    else requestIdleCallback(act, { timeout: REST_AT_LATEST_MS });
  };
  if (document.readyState === "complete") whenIdle();
  else window.addEventListener("load", whenIdle, { once: true });
}

/** Code in a file of its own, which comes when it is wanted or when the page is at rest, whichever is first. */
export interface LateCode<T> {
  /** Null until it is there. */
  now(): T | null;
  /** Fetches it, once. What failed is fetched anew by the next call. */
  load(): Promise<T>;
  /** Fetches it when the page is at rest, so that it is there before a press wants it. */
  loadAtRest(): void;
}

export function lateCode<T>(fetchCode: () => Promise<T>): LateCode<T> {
  let known: T | null = null;
  let loading: Promise<T> | null = null;
  let awaited = false;
  const load = () => {
    loading ??= fetchCode().then(
      (code) => {
        known = code;
        return code;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  return {
    now: () => known,
    load,
    loadAtRest: () => {
      if (awaited) return;
      awaited = true;
      whenAtRest(() => {
        load().catch(() => {
          // Nobody wanted it yet. Whoever does fetches it anew, and says where that fails.
        });
      });
    },
  };
}
