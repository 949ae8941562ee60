import { LIMIT_BOUNDS } from "../limits/limit-bounds";
import type { Limits } from "../limits/limits";
import { durationWords, secondsWords } from "../words/duration-words";
import { countWords, limitWords, percentWords, plural, rateWords } from "../words/number-words";
import { rateInShare, SLOT_RESERVE, slotsNeeded } from "./closed-form";
import { type Notice, type NoticeFix, notice } from "./notice";
import type { NoticeInput } from "./notice-input";
import { attemptsToOutlast } from "./retry-window";

const LONG_BACKOFF_MS = 5 * 60_000;
const CAPPED_DELAY_MS = 60_000;

/** What the limits themselves are judged by: neither the pool, the dataset nor the provider's connection. */
type LimitNoticeInput = Pick<NoticeInput, "limits" | "forecast" | "figures" | "account" | "seen429" | "retryWindow">;

/** N1–N4, N7 and N8: limits that do not go together. */
export function limitNotices(input: LimitNoticeInput): Notice[] {
  return [...slotNotices(input), ...burstNotices(input), ...retryNotices(input)];
}

function slotNotices({ limits, forecast, figures }: LimitNoticeInput): Notice[] {
  // Where all can start at once, neither rate nor slots matter.
  if (figures.boundBy === "latency") return [];
  const { requestsPerSecond, concurrency } = limits;
  const { latencyMs } = forecast;
  // Slots beyond what is to be had would idle, whatever is set.
  const reachable = rateInShare(forecast);
  const needed = slotsNeeded(reachable, latencyMs);
  if (concurrency < needed) {
    const carried = carriedRps(concurrency, latencyMs);
    const less = reachable < requestsPerSecond ? `, and can get ${limitWords(Number(reachable.toPrecision(3)))}` : "";
    const text = `${countWords(concurrency)} at once carry ${rateWords(carried)} rps at ${secondsWords(latencyMs)} per call; you set ${limitWords(requestsPerSecond)}${less}.`;
    return [notice("N1", "warn", "concurrency", text, [...wider(needed, concurrency), ...slower(carried)])];
  }
  if (figures.tight) {
    const text = "Tight: slow calls will cost a few percent.";
    return [notice("N2", "info", "concurrency", text, wider(needed, concurrency))];
  }
  if (concurrency > 3 * Math.max(1, needed)) {
    const unused = concurrency - Math.ceil(needed);
    return [notice("N3", "info", "concurrency", `About ${plural(unused, "slot")} will idle; harmless.`)];
  }
  return [];
}

/** A fix that gives the slots their reserve, as far as limits go. */
function wider(needed: number, concurrency: number): NoticeFix[] {
  const ample = Math.max(Math.ceil(SLOT_RESERVE * needed), concurrency + 1);
  const most = Math.min(ample, LIMIT_BOUNDS.concurrency.max);
  return most > concurrency ? [{ label: `Set ${countWords(most)}`, patch: { concurrency: most } }] : [];
}

/** The requests a second that so many slots keep up. */
function carriedRps(concurrency: number, latencyMs: number): number {
  return (concurrency * 1000) / latencyMs;
}

function burstNotices({ limits, account, forecast }: LimitNoticeInput): Notice[] {
  const { burst, concurrency } = limits;
  // OpenAI says that a limit per minute may be enforced over shorter times:
  // https://platform.openai.com/docs/guides/rate-limits
  const perMinute = account?.requestsPerMinute ?? null;
  // Of a burst no more starts in a second than the slots carry.
  const soon = Math.floor(Math.min(burst, Math.max(concurrency, carriedRps(concurrency, forecast.latencyMs))));
  if (perMinute !== null && soon > perMinute / 60) {
    const text = `Limits per minute may be enforced per second; a burst of ${countWords(soon)} can draw 429s.`;
    return [notice("N5", "warn", "burst", text, lowerBurst(perMinute, burst))];
  }
  if (burst <= concurrency) return [];
  const text = `Only ${countWords(concurrency)} of the burst of ${countWords(burst)} can start at once.`;
  return [notice("N4", "info", "burst", text)];
}

function lowerBurst(perMinute: number, burst: number): NoticeFix[] {
  const fitting = Math.max(1, Math.floor(perMinute / 60));
  return fitting < burst ? [{ label: `Set ${countWords(fitting)}`, patch: { burst: fitting } }] : [];
}

function retryNotices(input: LimitNoticeInput): Notice[] {
  return [...backoffNotices(input), ...windowNotices(input)];
}

/** Retries that are used up before the provider answers again. */
function windowNotices({ limits: { retry }, retryWindow }: LimitNoticeInput): Notice[] {
  if (retryWindow === null || retryWindow.outlasts || retry.attempts === 1) return [];
  const { windowMs, waitMs } = retryWindow;
  if (waitMs === 0) {
    const text = `The provider has asked for waits of ${durationWords(windowMs)}; cases that it asks for longer than ${durationWords(retry.giveUpAfterMs ?? 0)} are given up.`;
    const fix = {
      label: `Wait up to ${durationWords(windowMs)}`,
      patch: { "retry.giveUpAfterMs": Math.ceil(windowMs / 1000) * 1000 },
    };
    return [notice("RETRIES", "warn", "retry.giveUpAfterMs", text, [fix])];
  }
  const attempts = attemptsToOutlast(retry, windowMs, LIMIT_BOUNDS.attempts.max);
  const text = `Its 429s name no wait: ${countWords(retry.attempts)} attempts wait ${durationWords(waitMs)} in all, and a limit per minute lasts up to ${durationWords(windowMs)}.`;
  const fixes =
    attempts === null ? [] : [{ label: `Set ${countWords(attempts)} attempts`, patch: { "retry.attempts": attempts } }];
  return [notice("RETRIES", "warn", "retry.attempts", text, fixes)];
}

function backoffNotices({ limits, seen429 }: LimitNoticeInput): Notice[] {
  const { retry } = limits;
  if (retry.attempts === 1) {
    if (seen429 === 0) return [];
    const fix = { label: "Set 4 attempts", patch: { "retry.attempts": 4 } };
    return [notice("N7", "warn", "retry.attempts", "One 429 drops the case.", [fix])];
  }
  const worst = worstBackoffMs(retry);
  if (worst <= LONG_BACKOFF_MS) return [];
  const fixes =
    retry.maxDelayMs > CAPPED_DELAY_MS && retry.baseDelayMs <= CAPPED_DELAY_MS
      ? [{ label: "Cap waits at 60 s", patch: { "retry.maxDelayMs": CAPPED_DELAY_MS } }]
      : [];
  return [notice("N8", "warn", "retry.maxDelayMs", `A case may wait up to ${durationWords(worst)}.`, fixes)];
}

/** All of a case's own backoffs at their ceilings, in ms. */
export function worstBackoffMs(retry: Limits["retry"]): number {
  let sum = 0;
  for (let n = 1; n < retry.attempts; n += 1) sum += Math.min(retry.maxDelayMs, retry.baseDelayMs * 2 ** (n - 1));
  return sum;
}

/** N6, N10 and what the pool narrows: limits that others set. */
export function poolNotices(input: NoticeInput): Notice[] {
  return [...accountNotices(input), ...sharingNotice(input), ...narrowedNotice(input), ...unfitNotice(input)];
}

/** What the launch would be refused for. */
function unfitNotice({ unfit }: NoticeInput): Notice[] {
  return unfit == null ? [] : [notice("FIT", "block", unfit.field, unfit.text)];
}

function accountNotices({ limits, poolLimits, account, figures, forecast }: NoticeInput): Notice[] {
  const { tokensPerAttempt } = forecast;
  if (account === null) return [];
  const found: Notice[] = [];
  const shown = account.shownAt === null ? "" : ` at ${account.shownAt}`;
  // Others use the account too: of what it allows and of what is set, the run has the same part.
  const share = forecast.shareRps ?? null;
  const part = share === null ? 1 : share / poolLimits.requestsPerSecond;
  const yours = share === null ? "" : `, of which ${percentWords(part)} is this run's`;
  const asked = 60 * Math.min(limits.requestsPerSecond, share ?? limits.requestsPerSecond) * figures.attemptsPerCase;
  // No more is asked of it than the slots carry.
  const perMinute = Math.min(asked, 60 * carriedRps(limits.concurrency, forecast.latencyMs));
  const { requestsPerMinute, tokensPerMinute } = account;
  if (requestsPerMinute !== null && perMinute > requestsPerMinute * part) {
    const text = `Needs ${countWords(perMinute)} requests/min; the account showed ${countWords(requestsPerMinute)}${shown}${yours}. Retries count too.`;
    const fitting = (requestsPerMinute * part) / 60 / figures.attemptsPerCase;
    found.push(notice("N6", "warn", "requestsPerSecond", text, slower(fitting)));
  }
  const tokens = tokensPerAttempt === null ? 0 : perMinute * tokensPerAttempt;
  if (tokensPerMinute !== null && tokensPerAttempt !== null && tokens > tokensPerMinute * part) {
    const text = `Needs ${countWords(tokens)} tokens/min; the account showed ${countWords(tokensPerMinute)}${shown}${yours}.`;
    const fitting = (tokensPerMinute * part) / 60 / (tokensPerAttempt * figures.attemptsPerCase);
    found.push(notice("N6-tokens", "warn", "requestsPerSecond", text, slower(fitting)));
  }
  return found;
}

function sharingNotice({ otherRuns, limits, poolLimits, forecast, figures }: NoticeInput): Notice[] {
  const share = forecast.shareRps ?? null;
  // A run that asks for less than its share gets all that it asks for.
  if (share === null || limits.requestsPerSecond <= share) return [];
  const pool = poolLimits.requestsPerSecond;
  // What the provider is known to allow is shared alike.
  const shared = Math.min(pool, ((forecast.accountRps ?? share) * pool) / share);
  const gets = rateWords(Math.min(share, forecast.accountRps ?? share));
  const text = `${countWords(otherRuns + 1)} runs share ${limitWords(Number(shared.toPrecision(3)))} rps; yours gets about ${gets}: ${durationWords(figures.durationMs)}.`;
  return [notice("N10", "info", "requestsPerSecond", text)];
}

function narrowedNotice({ limits, ownLimits }: NoticeInput): Notice[] {
  if (ownLimits === null) return [];
  const parts = [
    ["rps", limits.requestsPerSecond, ownLimits.requestsPerSecond],
    ["burst", limits.burst, ownLimits.burst],
    ["at once", limits.concurrency, ownLimits.concurrency],
    ["tokens/min", limits.tokensPerMinute, ownLimits.tokensPerMinute],
    ["input tokens/min", limits.inputTokensPerMinute, ownLimits.inputTokensPerMinute],
    ["output tokens/min", limits.outputTokensPerMinute, ownLimits.outputTokensPerMinute],
    ["requests/day", limits.requestsPerDay, ownLimits.requestsPerDay],
  ] as const;
  const narrowed = parts.flatMap(([what, inForce, own]) =>
    inForce !== null && own !== null && inForce < own ? [[what, inForce, own] as const] : [],
  );
  if (narrowed.length === 0) return [];
  const told = narrowed.map(([what, inForce, own]) => `${limitWords(inForce)} ${what} (you set ${limitWords(own)})`);
  return [notice("POOL", "info", "requestsPerSecond", `The pool's limits are tighter and hold: ${told.join(", ")}.`)];
}

/** A fix that lowers the rate to what fits, rounded down to something one would type. */
function slower(fittingRps: number): NoticeFix[] {
  const rps = roundDown(fittingRps);
  if (rps < LIMIT_BOUNDS.requestsPerSecond.min) return [];
  return [{ label: `Set ${limitWords(rps)} rps`, patch: { requestsPerSecond: rps } }];
}

function roundDown(rps: number): number {
  const scale = rps >= 1 ? 10 : 100;
  // 2.0000000001 means 2, and 1.9999999999 does too.
  return Math.floor(rps * scale + 1e-6) / scale;
}
