import { durationWords } from "../words/duration-words";
import { limitWords, percentWords, plural, rateWords } from "../words/number-words";
import { type AdviceInput, type AdviceItem, attemptsPerSecond } from "./advice-item";
import { meanCallMs, type RunUse } from "./run-use";

/** A run that starts so much of its part of the rate is held by it, and not by slots that are taken. */
const PART_USED = 0.8;
/** A gain of less than this share of its time is none. */
const WORTH = 0.9;

/** The advice for a run that others at its pool held back. */
export function adviceOfShare({ share }: { readonly share: number }, input: AdviceInput): AdviceItem {
  const { seconds, started, rps, shareRps } = input.use.shared;
  const poolRps = input.poolLimits?.requestsPerSecond ?? Number((rps / seconds).toPrecision(3));
  const part = `${rateWords(shareRps / seconds)} of ${limitWords(poolRps)} rps`;
  const byRate = started >= shareRps * PART_USED;
  const of = byRate ? `the pool (${part})` : "the pool's slots";
  const help = byRate ? "raise the pool's rate" : "raise the pool's slots";
  const held = `Bound by its share of ${of} ${percentWords(share)} of the time, as ${others(input.use)} used it`;
  return {
    code: "share",
    sentence: `${held}${aloneWords(input)}. To be faster ${help} where the provider allows it, give this run a higher priority, or run it alone.`,
    evidence: `${attemptsPerSecond(input.use)} attempts a second; in the shared time ${rateWords(started / seconds)}, and its share was ${part}.`,
    act: null,
  };
}

/** "2 other runs"; of a record that does not count them, "other runs". */
function others({ shared }: RunUse): string {
  return shared.mostOthers === 0 ? "other runs" : plural(shared.mostOthers, "other run");
}

/** What it would have taken with the pool to itself, where that is worth telling. */
function aloneWords({ use, spanMs, pausedMs }: AdviceInput): string {
  const callMs = meanCallMs(use);
  const { seconds, started, rps } = use.shared;
  if (callMs === null || use.limit === null) return "";
  const aloneRps = Math.min(rps / seconds, (use.limit.concurrency * 1000) / callMs);
  const tookMs = spanMs - pausedMs;
  const aloneMs = tookMs - seconds * 1000 + (started * 1000) / aloneRps;
  return aloneMs > 0 && aloneMs < tookMs * WORTH ? `; alone it would take about ${durationWords(aloneMs)}` : "";
}
