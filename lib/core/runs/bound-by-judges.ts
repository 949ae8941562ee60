import { durationWords } from "../words/duration-words";
import { limitWords, plural } from "../words/number-words";

/** The judge that most answers wait for. */
export interface BindingJudge {
  readonly name: string;
  readonly providerName: string;
  readonly requestsPerSecond: number;
  readonly concurrency: number;
  /** What its pool's cooldown still lasts; 0 where it has none. */
  readonly cooldownMs: number;
}

export interface JudgeStanding {
  /** Answers that wait for verdicts. */
  readonly judging: number;
  /** So many wait that the target is held back. */
  readonly full: boolean;
  readonly judge: BindingJudge;
}

/** The sentence where verdicts, and not answers, are what a run waits for. */
export function judgesSentence({ judging, judge }: JudgeStanding): string {
  const { name, providerName, requestsPerSecond, concurrency, cooldownMs } = judge;
  const waits = `${plural(judging, "answer waits", "answers wait")} for verdicts of ${name}`;
  const why =
    cooldownMs > 0
      ? `the cooldown of ${providerName} lasts another ${durationWords(cooldownMs)}`
      : `the limits of ${providerName} are ${limitWords(requestsPerSecond)} rps, ${concurrency} at once`;
  return `Bound by the JUDGE: ${waits}; ${why}.`;
}
