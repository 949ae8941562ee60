import { durationWords, secondsWords } from "../words/duration-words";
import { countWords, limitWords, percentWords, plural, rateWords, tokenWords } from "../words/number-words";
import { type AdviceInput, type AdviceItem, actFor, attemptsPerSecond, lowerRate, slotsFor } from "./advice-item";
import { adviceOfShare } from "./advice-of-share";
import { meanCallMs } from "./run-use";
import type { SecondVerdict } from "./verdict-of-second";

/** What held a run back most, and for how much of its time. */
export interface Binding {
  readonly kind: SecondVerdict;
  readonly share: number;
}

/** From this share of 429s on the provider takes no more than it gets. */
export const REFUSED_SHARE = 0.01;
/** Used so far of its limit a run cannot do better with it. */
const WELL_USED = 0.95;

/** The advice for what held a run back most. */
export function adviceOf(binding: Binding, input: AdviceInput): AdviceItem {
  switch (binding.kind) {
    case "rate":
      return byRate(binding, input);
    case "share":
      return adviceOfShare(binding, input);
    case "concurrency":
      return byConcurrency(binding, input);
    case "tokens":
      return byTokens(binding, input);
    case "provider":
    case "cooldown":
      return byProvider(binding, input);
    case "day":
      return byDay(binding, input);
    case "judge":
      return byJudge(binding, input);
    case "latency":
      return byLatency(binding, input);
    case "draining":
    case "paused":
      return byLastCalls(binding, input);
  }
}

function ofTheTime({ share }: Binding): string {
  return `${percentWords(share)} of the time`;
}

function byRate(binding: Binding, input: AdviceInput): AdviceItem {
  const { use, limits, poolLimits } = input;
  // A burst may start more than the rate alone allows, and the rate may have been another before it was edited.
  const used = use.allowed === 0 ? 0 : Math.min(1, use.started / use.allowed);
  const rps = use.workingSeconds === 0 ? limits.requestsPerSecond : use.allowed / use.workingSeconds;
  const evidence = `${attemptsPerSecond(use)} of ${limitWords(Number(rps.toPrecision(3)))} rps used, ${percentWords(used)} of what the limit allows.`;
  if (use.ended > 0 && use.rateLimited / use.ended >= REFUSED_SHARE) {
    const refused = percentWords(use.rateLimited / use.ended);
    const sentence = `Bound by rate ${ofTheTime(binding)}, and ${refused} of attempts got 429 all the same: a higher rate gains nothing.`;
    return { code: "rate", sentence, evidence, act: null };
  }
  if (poolLimits !== null && limits.requestsPerSecond < poolLimits.requestsPerSecond) {
    const callMs = meanCallMs(use);
    const slots = callMs === null ? 0 : slotsFor(poolLimits.requestsPerSecond, callMs);
    const wanted = {
      requestsPerSecond: poolLimits.requestsPerSecond,
      ...(slots > limits.concurrency ? { concurrency: Math.min(slots, poolLimits.concurrency) } : {}),
    };
    const change = `the run's own ${limitWords(limits.requestsPerSecond)} rps stand below the provider's ${limitWords(poolLimits.requestsPerSecond)}`;
    return {
      code: "rate",
      sentence: `Bound by rate ${ofTheTime(binding)}: ${change}.`,
      evidence,
      act: actFor(input, wanted),
    };
  }
  if (use.requestsLeft !== null && use.requestsLeft > 0.3) return rateWithHeadroom(binding, input, evidence);
  const all = used >= WELL_USED;
  return {
    code: all ? "well-used" : "rate",
    sentence: all
      ? `Nothing to change: it used ${percentWords(used)} of the limit. Only a higher limit of the provider makes it faster.`
      : `Bound by rate ${ofTheTime(binding)}: more slots do nothing, only a higher rate does.`,
    evidence,
    act: null,
  };
}

function rateWithHeadroom(binding: Binding, input: AdviceInput, evidence: string): AdviceItem {
  const { use, limits } = input;
  const left = use.requestsLeft ?? 0;
  const now = use.limit?.requestsPerSecond ?? limits.requestsPerSecond;
  const rps = Number((now / (1 - Math.min(left, 0.9) * 0.8)).toPrecision(2));
  return {
    code: "rate",
    sentence: `Bound by rate ${ofTheTime(binding)}, while the provider had room: try ${limitWords(rps)} rps.`,
    evidence: `${evidence} The provider's headers never told of less than ${percentWords(left)} of its requests left.`,
    act: actFor(input, { requestsPerSecond: rps }),
  };
}

function byConcurrency(binding: Binding, input: AdviceInput): AdviceItem {
  const { use, limits } = input;
  const { requestsPerSecond: rps, concurrency } = use.limit ?? limits;
  const callMs = meanCallMs(use);
  if (callMs === null) {
    return {
      code: "concurrency",
      sentence: `Bound by concurrency ${ofTheTime(binding)}, and no call ended meanwhile.`,
      evidence: `All ${plural(concurrency, "slot")} busy.`,
      act: null,
    };
  }
  const carried = rateWords((concurrency * 1000) / callMs);
  const slots = slotsFor(rps, callMs);
  const carry = `At ${secondsWords(callMs)} per call ${plural(concurrency, "slot carries", "slots carry")}`;
  if (slots <= concurrency) {
    return {
      code: "concurrency",
      sentence: `All slots were busy ${ofTheTime(binding)}, although on average there are enough of them: slow calls held them at times. More slots would gain little.`,
      evidence: `${carry} ${carried} rps, and the limit is ${limitWords(rps)}.`,
      act: null,
    };
  }
  return {
    code: "concurrency",
    sentence: `Bound by concurrency ${ofTheTime(binding)}: raising the rate does nothing; set concurrency ${slots}.`,
    evidence: `${carry} ${carried} of ${limitWords(rps)} rps.`,
    act: actFor(input, { concurrency: slots }),
  };
}

function byTokens(binding: Binding, input: AdviceInput): AdviceItem {
  const { use, limits } = input;
  const used = use.tokensAllowed === 0 ? null : use.tokens / use.tokensAllowed;
  const perMinute = use.workingSeconds === 0 ? 0 : (use.tokens * 60) / use.workingSeconds;
  const limit = use.tokenLimit === null ? "" : ` of ${tokenWords(use.tokenLimit)}`;
  const share = used === null ? "" : `, ${percentWords(used)}`;
  const evidence = `${tokenWords(perMinute)}${limit} tokens per minute used${share}; ${attemptsPerSecond(use)} attempts a second.`;
  const slots = slotsOfTokens(input);
  const now = use.limit?.concurrency ?? limits.concurrency;
  const fewer = slots !== null && slots < now;
  const what = fewer
    ? `set concurrency ${slots}, more slots only wait.`
    : "only shorter prompts or a higher token limit help.";
  return {
    code: "tokens",
    sentence: `Bound by tokens ${ofTheTime(binding)}${besideOthers(input)}: raising the rate does nothing; ${what}`,
    evidence,
    act: fewer ? actFor(input, { concurrency: slots }) : null,
  };
}

const TOKEN_LIMITS = ["tokensPerMinute", "inputTokensPerMinute", "outputTokensPerMinute"] as const;

/** A limit of the run's own is shared with nobody. */
function besideOthers({ use, limits, poolLimits }: AdviceInput): string {
  const own =
    poolLimits !== null &&
    TOKEN_LIMITS.some(
      (key) => (limits[key] ?? Number.POSITIVE_INFINITY) < (poolLimits[key] ?? Number.POSITIVE_INFINITY),
    );
  const shared = !own && use.tokensBesideOthers * 2 >= (use.seconds.tokens ?? 0);
  return shared ? ", which other runs of the pool used too" : "";
}

/** Slots that the attempts need which the tokens let through; null where nothing tells. */
function slotsOfTokens({ use }: AdviceInput): number | null {
  const callMs = meanCallMs(use);
  return callMs === null || use.workingSeconds === 0 ? null : slotsFor(use.started / use.workingSeconds, callMs);
}

function byProvider(binding: Binding, input: AdviceInput): AdviceItem {
  const { use } = input;
  const refused = use.ended === 0 ? 0 : use.rateLimited / use.ended;
  const overloaded = use.ended === 0 ? 0 : use.overloaded / use.ended;
  const held = binding.kind === "cooldown" ? "The provider made it wait" : "The provider pushed back";
  const evidence = `Of ${plural(use.ended, "attempt")} ${percentWords(refused)} got 429 and ${percentWords(overloaded)} were refused as overloaded.`;
  const rate = use.rateLimited > 0 ? lowerRate(input) : null;
  const what =
    rate === null
      ? "its own trouble, no limit of yours: try again later, or let the rate adapt."
      : `it takes less than you send; set ${rate.words}.`;
  return { code: "provider", sentence: `${held} ${ofTheTime(binding)}: ${what}`, evidence, act: rate?.act ?? null };
}

function byDay(binding: Binding, { limits, poolLimits }: AdviceInput): AdviceItem {
  const perDay = poolLimits?.requestsPerDay ?? limits.requestsPerDay;
  return {
    code: "day",
    sentence: `Waited for the next day ${ofTheTime(binding)}: split the run over days, or take a smaller sample.`,
    evidence:
      perDay === null
        ? "The requests of the day were used up."
        : `All ${countWords(perDay)} requests of a day were used up.`,
    act: null,
  };
}

function byJudge(binding: Binding, { judge }: AdviceInput): AdviceItem {
  const who = judge === null ? "its judges" : judge;
  return {
    code: "judge",
    sentence: `Waited for verdicts of ${who} ${ofTheTime(binding)}: the target's limits do nothing; raise those of the judge's provider, or take a faster judge.`,
    evidence: "Answers stood ready while no slot or permit of the judge was free.",
    act: null,
  };
}

function byLatency(binding: Binding, { use, latency }: AdviceInput): AdviceItem {
  const idle = use.slotSeconds === 0 ? 0 : 1 - use.callingSlotSeconds / use.slotSeconds;
  const p50 = latency.p50 === null ? "" : ` a call takes ${durationWords(latency.p50)} (p50)`;
  const p95 = latency.p95 === null ? "" : `, ${durationWords(latency.p95)} (p95)`;
  return {
    code: "latency",
    sentence: `Not held back by its limits ${ofTheTime(binding)}: it waited on the provider's own speed, so no limit makes it faster.`,
    evidence: `${percentWords(Math.max(0, idle))} of its slots stood idle;${p50}${p95}.`,
    act: null,
  };
}

function byLastCalls(binding: Binding, { latency }: AdviceInput): AdviceItem {
  return {
    code: "last-calls",
    sentence: `Waited for its last calls ${ofTheTime(binding)}: too few cases to fill its slots, so limits hardly matter.`,
    evidence:
      latency.p95 === null ? "No call has ended." : `The slowest calls take ${durationWords(latency.p95)} (p95).`,
    act: null,
  };
}
