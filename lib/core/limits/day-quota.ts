/**
 * Requests of a day, counted from midnight to midnight UTC. Providers mostly count by fixed days of their own (Google's
 * ends at midnight Pacific time, https://ai.google.dev/gemini-api/docs/rate-limits); where theirs and this one differ,
 * their refusal still says when to go on. Pure; times are epoch ms, as it is the wall clock that ends a day.
 */
export interface DayCount {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  /** Requests started in it. */
  readonly started: number;
}

const DAY_MS = 86_400_000;

export function dayOf(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS);
}

/** Milliseconds until the day ends: from 1 to 86,400,000. */
export function dayEndsInMs(nowMs: number): number {
  return (dayOf(nowMs) + 1) * DAY_MS - nowMs;
}

/**
 * The count as of now. A new day begins at 0. A clock that was set back keeps the count, under the earlier day: so it
 * can neither win requests nor park a pool until a day that was never there.
 */
export function dayCountAt(count: DayCount | null, nowMs: number): DayCount {
  const day = dayOf(nowMs);
  if (count === null || count.day < day) return { day, started: 0 };
  return { day, started: count.started };
}

/** Milliseconds until one more request may start; 0 while the day's are not used up. */
export function dayWaitMs(count: DayCount | null, perDay: number | null, nowMs: number): number {
  if (perDay === null || dayCountAt(count, nowMs).started < perDay) return 0;
  return dayEndsInMs(nowMs);
}

/** What a day's limit still lets through; `endsInMs`: until the next day's requests. */
export interface DayLeft {
  readonly perDay: number;
  readonly leftToday: number;
  readonly endsInMs: number;
}

/** What is left at `nowMs` of a limit of which `startedToday` are used; null where there is no such limit. */
export function dayLeftAt(perDay: number | null, startedToday: number, nowMs: number): DayLeft | null {
  if (perDay === null) return null;
  return { perDay, leftToday: Math.max(0, perDay - startedToday), endsInMs: dayEndsInMs(nowMs) };
}

/** Why nothing starts until midnight UTC. */
export function usedUpWords(perDay: number): string {
  return `all ${perDay.toLocaleString("en")} requests of the day (UTC) are used`;
}

/** One more (or, given −1, one less: it was never sent). */
export function addToDay(count: DayCount | null, amount: number, nowMs: number): DayCount {
  const { day, started } = dayCountAt(count, nowMs);
  return { day, started: Math.max(0, started + amount) };
}
