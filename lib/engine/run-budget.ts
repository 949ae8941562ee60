import { totalSpend } from "@/lib/core/metrics/fold-summary";
import type { RunSummary } from "@/lib/core/metrics/run-summary";
import { addCaseCost, budgetAllows, type CaseCosts, NO_CASE_COSTS } from "@/lib/core/pricing/budget";
import { spendOf } from "@/lib/core/pricing/spend";
import type { StopReason } from "@/lib/core/runs/run-state";
import { moneyWords } from "@/lib/core/words/money-words";
import { countWords } from "@/lib/core/words/number-words";
import type { FinishedCase, RunRecord } from "./ports/run-records";

export interface RunBudgetDeps {
  /** US dollars; null: no budget. Read each time, because it can be edited. */
  budgetUsd(): number | null;
  summary(): RunSummary;
  /** Cases under way. */
  active(): number;
}

/**
 * Whether a run may begin one more case by its budget. Nothing is cut: a case that has begun, retries included, goes on to
 * its end, and what it may take is set aside while it does.
 */
export class RunBudget {
  readonly #deps: RunBudgetDeps;
  readonly #expectedCaseUsd: number | null;
  #costs: CaseCosts;

  constructor(run: RunRecord, deps: RunBudgetDeps) {
    this.#deps = deps;
    this.#expectedCaseUsd = run.config.pricing?.expectedCaseUsd ?? null;
    // What the run did before it was taken up again still tells what its cases cost.
    const { done, notScored } = run.summary;
    const scored = done - notScored;
    const spent = totalSpend(run.summary).usd;
    this.#costs = scored > 0 && spent !== null ? addCaseCost(NO_CASE_COSTS, spent / scored) : NO_CASE_COSTS;
  }

  /** A case that was lost says nothing of what one costs. */
  caseEnded({ attempts, result }: FinishedCase): void {
    const { usd } = spendOf(attempts.map((attempt) => attempt.costUsd));
    if (result !== "not-scored" && usd !== null) this.#costs = addCaseCost(this.#costs, usd);
  }

  get allows(): boolean {
    const budgetUsd = this.#deps.budgetUsd();
    if (budgetUsd === null) return true;
    return budgetAllows({
      budgetUsd,
      spend: totalSpend(this.#deps.summary()),
      costs: this.#costs,
      expectedCaseUsd: this.#expectedCaseUsd,
      active: this.#deps.active(),
    });
  }

  /** Why the run pauses when nothing is under way and no further case is allowed. */
  get stopReason(): StopReason {
    const { usd, unknownCalls } = totalSpend(this.#deps.summary());
    const budget = moneyWords(this.#deps.budgetUsd() ?? 0);
    const least = unknownCalls > 0 ? "at least " : "";
    const unknown =
      unknownCalls === 0
        ? ""
        : ` (${countWords(unknownCalls)} ${unknownCalls === 1 ? "call" : "calls"} of unknown cost reckoned in)`;
    return {
      code: "budget",
      message: `The run has cost ${least}${moneyWords(usd ?? 0)} of its budget of ${budget}, and one more case would pass it${unknown}. Raise the budget to go on, then resume.`,
    };
  }
}
