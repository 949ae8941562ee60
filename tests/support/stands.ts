import type { CaseStand, CaseStanding } from "@/lib/core/comparing/case-standing";

/** What a run that asks each case once has of it. */
export function standOf(standing: Exclude<CaseStanding, "mixed">): CaseStand {
  return {
    standing,
    passed: standing === "passed" ? 1 : 0,
    scored: standing === "passed" || standing === "failed" ? 1 : 0,
  };
}

/** What a run has of a case of which so many repeats are scored, and so many of those passed. */
export function repeatedStand(passed: number, scored: number): CaseStand {
  const decided = passed === scored ? "passed" : passed === 0 ? "failed" : "mixed";
  return { standing: scored === 0 ? "not-scored" : decided, passed, scored };
}
