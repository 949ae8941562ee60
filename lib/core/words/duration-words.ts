/** A duration in words, with plain spaces: 840 ms · 4.0 s · 42 s · 4 min 2 s · 1 h 05 min. Negative counts as 0. */
export function durationWords(ms: number): string {
  const positive = Math.max(0, ms);
  if (positive < 999.5) return `${Math.round(positive)} ms`;
  if (positive < 9950) return secondsWords(positive);
  const seconds = Math.round(positive / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A duration in words, whole minutes without their zero seconds: 10 min. */
export function spanWords(ms: number): string {
  return durationWords(ms).replace(/ 0 s$/, "");
}

/** Seconds with one decimal, whatever their size: the figure that limits are reckoned with ("4.0 s per call"). */
export function secondsWords(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** What is left of a wait, in whole seconds, never below 1 while it lasts. */
export function remainingWords(ms: number): string {
  return ms <= 0 ? "0 s" : durationWords(Math.max(1, Math.ceil(ms / 1000)) * 1000);
}
