import type { AutoPausePatch } from "@/lib/core/runs/auto-pause";
import { AUTO_PAUSE_BOUNDS, DEFAULT_AUTO_PAUSE } from "@/lib/core/runs/auto-pause-rules";
import { parseNumber } from "./limits-draft";

/** The rules as they are typed: percent, seconds, errors and minutes. `off` turns a rule off. */
export interface AutoPauseDraft {
  readonly refusedPercent: string;
  readonly refusedFor: string;
  readonly errors: string;
  readonly errorsFor: string;
  readonly cooldownMinutes: string;
}
export type AutoPauseField = keyof AutoPauseDraft;
export const AUTO_PAUSE_FIELDS: readonly AutoPauseField[] = [
  "refusedPercent",
  "refusedFor",
  "errors",
  "errorsFor",
  "cooldownMinutes",
];
export type AutoPauseProblems = Partial<Record<AutoPauseField, string>>;

export const RULE_OFF = "off";

/** The rules that the form edits; the budget has a field of its own. */
export type AutoPauseRules = Required<Omit<AutoPausePatch, "budgetUsd">>;

export function draftOfAutoPause({ rateLimited, errorsInRow, cooldownOverMs }: AutoPauseRules): AutoPauseDraft {
  const shown = DEFAULT_AUTO_PAUSE;
  return {
    refusedPercent: rateLimited === null ? RULE_OFF : tidy((rateLimited?.share ?? 0) * 100),
    refusedFor: tidy((rateLimited ?? shown.rateLimited)?.forMs ?? 0, 1000),
    errors: errorsInRow === null ? RULE_OFF : tidy(errorsInRow?.attempts ?? 0),
    errorsFor: tidy((errorsInRow ?? shown.errorsInRow)?.forMs ?? 0, 1000),
    cooldownMinutes: cooldownOverMs === null ? RULE_OFF : tidy(cooldownOverMs ?? 0, 60_000),
  };
}

export const DEFAULT_AUTO_PAUSE_DRAFT = draftOfAutoPause(DEFAULT_AUTO_PAUSE);

function tidy(value: number, unit = 1): string {
  return String(Number((value / unit).toFixed(3)));
}

/** Reads the fields: all rules, or what is wrong with them. */
export function readAutoPause(draft: AutoPauseDraft): { rules: AutoPauseRules | null; problems: AutoPauseProblems } {
  const problems: AutoPauseProblems = {};
  const { share, rateLimitedForMs, errors, errorsForMs, cooldownOverMs } = AUTO_PAUSE_BOUNDS;
  const read = (field: AutoPauseField, bounds: { min: number; max: number }, unit: number, says: string) => {
    const typed = parseNumber(draft[field]);
    const value = typed === null ? null : Number((typed * unit).toFixed(3));
    const whole = unit === 0.01 || (value !== null && Number.isInteger(value));
    if (value !== null && whole && value >= bounds.min && value <= bounds.max) return value;
    problems[field] = says;
    return bounds.min;
  };
  const rules: AutoPauseRules = {
    rateLimited:
      draft.refusedPercent === RULE_OFF
        ? null
        : {
            share: read("refusedPercent", share, 0.01, "From 5 to 100 percent."),
            forMs: read("refusedFor", rateLimitedForMs, 1000, "From 10 to 3,600 seconds."),
          },
    errorsInRow:
      draft.errors === RULE_OFF
        ? null
        : {
            attempts: read("errors", errors, 1, "A whole number from 1 to 10,000."),
            forMs: read("errorsFor", errorsForMs, 1000, "From 0 to 3,600 seconds."),
          },
    cooldownOverMs:
      draft.cooldownMinutes === RULE_OFF
        ? null
        : read("cooldownMinutes", cooldownOverMs, 60_000, "From 0.02 to 1,440 minutes."),
  };
  return { rules: Object.keys(problems).length === 0 ? rules : null, problems };
}
