/** What an evaluator finds, before it is signed with its name. */
export interface Verdict {
  /** 0 to 1. */
  readonly score: number;
  readonly passed: boolean;
  readonly detail: string;
}

export function passedOrNot(passed: boolean, detail: string): Verdict {
  return { score: passed ? 1 : 0, passed, detail };
}

/** The evaluator could not judge; the launch checks keep this from being the rule. */
export function unjudged(why: string): Verdict {
  return { score: 0, passed: false, detail: why };
}

export const NO_EXPECTED = unjudged("the case has no expected value to compare with");
