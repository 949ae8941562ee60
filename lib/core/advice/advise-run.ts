import { durationWords } from "../words/duration-words";
import { countWords, percentWords, plural } from "../words/number-words";
import { type AdviceInput, type AdviceItem, attemptsPerSecond, lowerRate } from "./advice-item";
import { adviceOf, type Binding, REFUSED_SHARE } from "./advice-of-verdict";
import { SECOND_VERDICTS, type SecondVerdict } from "./verdict-of-second";

/** One part of a run's time, by what held it back. */
export interface TimeShare {
  readonly kind: SecondVerdict;
  readonly seconds: number;
  /** Of the time that was recorded, pauses left out. */
  readonly share: number;
}

export interface RunAdvice {
  /** Most first; a paused run records no seconds, so pauses stand in a sentence of their own. */
  readonly shares: readonly TimeShare[];
  /** The most important first; never empty. */
  readonly items: readonly AdviceItem[];
}

/** Below this a run says nothing about its limits. */
const LEAST_SECONDS = 10;
/** From this share of the time on something is what held the run back. */
const MAIN_SHARE = 0.3;
const MOSTLY_PAUSED = 0.5;

/** What a run that is over (or so far) tells about its limits, and what to change for the next one. */
export function adviseRun(input: AdviceInput): RunAdvice {
  const shares = sharesOf(input);
  const seconds = shares.reduce((sum, each) => sum + each.seconds, 0);
  const items = [pausedItem(input), ...(seconds < LEAST_SECONDS ? [tooShort(seconds)] : workItems(input, shares))];
  return { shares, items: [...items, lostItem(input)].filter((item) => item !== null) };
}

function sharesOf({ use }: AdviceInput): TimeShare[] {
  const kinds = SECOND_VERDICTS.filter((kind) => kind !== "paused" && (use.seconds[kind] ?? 0) > 0);
  const all = kinds.reduce((sum, kind) => sum + (use.seconds[kind] ?? 0), 0);
  return kinds
    .map((kind) => ({ kind, seconds: use.seconds[kind] ?? 0, share: (use.seconds[kind] ?? 0) / all }))
    .sort((a, b) => b.seconds - a.seconds);
}

function tooShort(seconds: number): AdviceItem {
  return {
    code: "too-short",
    sentence:
      seconds === 0
        ? "No second of work is on record: nothing can be said about the limits."
        : `It worked in ${plural(seconds, "second")} only: too few to say what held it back.`,
    evidence: `From ${LEAST_SECONDS} s of work on the seconds tell.`,
    act: null,
  };
}

function workItems(input: AdviceInput, shares: readonly TimeShare[]): (AdviceItem | null)[] {
  const main = shares[0];
  const binding: Binding | null = main !== undefined && main.share >= MAIN_SHARE ? main : null;
  const first = binding === null ? mixed(shares) : adviceOf(binding, input);
  return [first, first.act === null || binding?.kind === "tokens" ? refusedItem(input, binding) : null];
}

function mixed(shares: readonly TimeShare[]): AdviceItem {
  const parts = shares.slice(0, 3).map(({ kind, share }) => `${VERDICT_WORDS[kind]} ${percentWords(share)}`);
  return {
    code: "mixed",
    sentence: "No single thing held it back: a change of one limit would do little.",
    evidence: `Of its time: ${parts.join(", ")}.`,
    act: null,
  };
}

/** What held a second back, in a few words: for bars and lists. */
export const VERDICT_WORDS: Record<SecondVerdict, string> = {
  rate: "rate",
  share: "other runs of the pool",
  concurrency: "concurrency",
  tokens: "tokens",
  provider: "provider pushes back",
  cooldown: "cooldown",
  day: "requests of the day",
  judge: "judges",
  latency: "provider latency",
  draining: "last calls",
  paused: "paused",
};

function pausedItem({ pausedMs, spanMs }: AdviceInput): AdviceItem | null {
  if (spanMs <= 0 || pausedMs / spanMs < MOSTLY_PAUSED) return null;
  const worked = durationWords(spanMs - pausedMs);
  return {
    code: "paused",
    sentence: `It was at rest ${percentWords(pausedMs / spanMs)} of the time: no limit would have made it faster than that.`,
    evidence: `From start to end ${durationWords(spanMs)}, of which it worked ${worked}.`,
    act: null,
  };
}

/** Refusals that did not hold the run back, and cost requests all the same. */
function refusedItem(input: AdviceInput, binding: Binding | null): AdviceItem | null {
  const { use } = input;
  if (binding?.kind === "provider" || binding?.kind === "cooldown" || use.ended === 0) return null;
  const share = use.rateLimited / use.ended;
  if (share < REFUSED_SHARE) return null;
  const rate = lowerRate(input);
  return {
    code: "refused",
    sentence: `${percentWords(share)} of attempts got 429${
      rate === null ? ": each is a request spent on nothing." : `: ${rate.words} would have spared most of them.`
    }`,
    evidence: `${plural(use.rateLimited, "refusal")} in ${countWords(use.ended)} attempts, ${attemptsPerSecond(use)} a second on average.`,
    act: rate?.act ?? null,
  };
}

function lostItem({ notScored, retryAttempts }: AdviceInput): AdviceItem | null {
  if (notScored === 0) return null;
  return {
    code: "lost",
    sentence: `${plural(notScored, "case is", "cases are")} not scored: requeue them, they count neither as passed nor as failed.`,
    evidence: `Up to ${plural(retryAttempts, "attempt was", "attempts were")} allowed for each.`,
    act: null,
  };
}
