import type { RunPriority } from "../scheduling/run-priority";
import { spanWords } from "../words/duration-words";
import type { AutoPause } from "./auto-pause-rules";

/** What of a run may be changed while it goes on, beside its limits. */
export interface RunAdjustable {
  readonly priority: RunPriority;
  readonly autoPause: AutoPause;
}

/** One rule in words; null where it is off. */
export function autoPauseWords(rules: AutoPause): Record<keyof AutoPause, string | null> {
  const { rateLimited, errorsInRow, cooldownOverMs, budgetUsd } = rules;
  return {
    rateLimited: rateLimited === null ? null : refusedWords(rateLimited),
    errorsInRow: errorsInRow === null ? null : errorsWords(errorsInRow),
    cooldownOverMs:
      cooldownOverMs === null ? null : `the provider asks to wait longer than ${spanWords(cooldownOverMs)}`,
    budgetUsd: budgetUsd === null ? null : `it has cost $${budgetUsd.toFixed(2)}`,
  };
}

function refusedWords({ share, forMs }: NonNullable<AutoPause["rateLimited"]>): string {
  return `429s are ${Math.round(share * 100)} % of attempts for ${spanWords(forMs)}`;
}

function errorsWords({ attempts, forMs }: NonNullable<AutoPause["errorsInRow"]>): string {
  const row = `${attempts} ${attempts === 1 ? "error" : "errors"} in a row`;
  return forMs === 0 ? row : `${row}, over at least ${spanWords(forMs)}`;
}

/** What an adjustment changes, in words: `Priority normal→high`. Empty where it changes nothing. */
export function describeAdjustment(before: RunAdjustable, after: RunAdjustable): string {
  const parts = before.priority === after.priority ? [] : [`Priority ${before.priority}→${after.priority}`];
  const [old, now] = [autoPauseWords(before.autoPause), autoPauseWords(after.autoPause)];
  const changed = (["rateLimited", "errorsInRow", "cooldownOverMs", "budgetUsd"] as const).filter(
    (rule) => old[rule] !== now[rule],
  );
  for (const rule of changed) {
    parts.push(now[rule] === null ? `No longer pauses when ${old[rule]}` : `Pauses when ${now[rule]}`);
  }
  return parts.join("; ");
}
