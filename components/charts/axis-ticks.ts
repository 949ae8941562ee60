const SECOND = 1000;
const MINUTE = 60 * SECOND;
const STEPS_MS = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  60 * MINUTE,
  120 * MINUTE,
  240 * MINUTE,
  480 * MINUTE,
  1440 * MINUTE,
] as const;

/** Places for labels on a time axis: round in elapsed time since `originMs`, at most `max` of them. */
export function timeTicks(fromMs: number, toMs: number, originMs: number, max = 6): number[] {
  const span = Math.max(1, toMs - fromMs);
  const step = STEPS_MS.find((candidate) => span / candidate <= max) ?? Math.ceil(span / max);
  const first = originMs + Math.ceil((fromMs - originMs) / step) * step;
  const ticks: number[] = [];
  for (let t = first; t <= toMs; t += step) ticks.push(t);
  return ticks;
}

/** Round places from 0 to at least `max`, about `count` of them; whole numbers where only those make sense. */
export function valueTicks(max: number, count = 4, whole = false): number[] {
  const rough = Math.max(max, whole ? 1 : Number.EPSILON) / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * magnitude >= rough * 0.999) ?? 10;
  const step = whole ? Math.max(1, Math.ceil(factor * magnitude)) : factor * magnitude;
  const ticks: number[] = [];
  for (let n = 0; ; n++) {
    const tick = Number((n * step).toPrecision(12));
    ticks.push(tick);
    if (tick >= max * 0.999 && n > 0) return ticks;
  }
}

/** Powers of ten (and their halves, where there are few) that enclose `min` and `max`, both above 0. */
export function logTicks(min: number, max: number): number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const ticks: number[] = [];
  for (let power = from; power <= to; power++) ticks.push(Number((10 ** power).toPrecision(12)));
  return ticks.length > 1 ? ticks : [10 ** from, 10 ** (from + 1)];
}

/** Whole round places that enclose a span that need not begin at 0; from 0 where it begins near it. */
export function spanTicks(min: number, max: number, count = 4): number[] {
  if (min <= (max - min) * 0.5) return valueTicks(max, count, true);
  const rough = Math.max(1, (max - min) / count);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((f) => f * magnitude >= rough * 0.999) ?? 10) * magnitude);
  const ticks: number[] = [];
  for (let tick = Math.floor(min / step) * step; ; tick += step) {
    ticks.push(tick);
    if (tick >= max && ticks.length > 1) return ticks;
  }
}
