import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { AttemptTimeline } from "@/components/runs/attempt-timeline";
import { CaseScores } from "@/components/runs/case-scores";
import { JudgesCard } from "@/components/runs/judges-card";
import type { CaseDetailResponse } from "@/lib/contracts/run-cases";
import type { JudgeResponse } from "@/lib/contracts/runs";
import { runWith } from "./run-builder";
import { show } from "./screen";

const JUDGE: JudgeResponse = {
  evaluator: "judge (tone)",
  providerId: "prv_2",
  providerName: "anthropic",
  model: "claude",
  threshold: 0.5,
  rubric: "tone",
  attempts: {
    total: 131,
    ok: 120,
    rateLimited: 8,
    slowDown: 0,
    overloaded: 0,
    transient: 3,
    quotaExhausted: 0,
    auth: 0,
    badRequest: 0,
    cancelled: 0,
  },
  verdicts: { passed: 100, failed: 18 },
  times: { limiterWaitMs: { p50: 10, p95: 90 }, providerLatencyMs: { p50: 1200, p95: 2400 } },
  tokens: { input: 48_000, output: 3600 },
  costUsd: 0.12,
  costUnknownCalls: 2,
  poolId: "pool_2",
  inFlight: 4,
  waiting: 31,
  cooldownUntil: null,
};

const ATTEMPT: CaseDetailResponse["attempts"][number] = {
  n: 1,
  role: "target",
  startedAt: "2026-01-01T12:00:00.000Z",
  status: 200,
  outcome: "ok",
  detail: null,
  errorCode: null,
  errorMessage: null,
  queueMs: 0,
  limiterWaitMs: 5,
  providerLatencyMs: 800,
  backoffMs: 0,
  retryAfterMs: null,
  requestId: null,
  headers: {},
  inputTokens: 10,
  outputTokens: 5,
  cachedInputTokens: null,
  costUsd: null,
};

describe("the judges of a run", () => {
  it("have figures of their own, apart from the target's", () => {
    const { active } = runWith();
    show(<JudgesCard run={runWith({ judges: [JUDGE], active: { ...active, judging: 35 } })} />);
    expect(screen.getByText("35 answers wait for verdicts")).toBeTruthy();
    const figures = within(screen.getByLabelText("judge (tone)"));
    for (const text of ["100 passed · 18 failed", "131 · 8 × 429 · 3 failed", "4 in flight · 31 waiting"]) {
      expect(figures.getByText(text)).toBeTruthy();
    }
    expect(figures.getByText(/^at least \$0\.12/)).toBeTruthy();
  });

  it("show nothing of the moment once the run is over, and no card where there are none", () => {
    const { unmount } = show(<JudgesCard run={runWith({ state: "finished", judges: [JUDGE] })} />);
    expect(screen.queryByText(/in flight/)).toBeNull();
    unmount();
    show(<JudgesCard run={runWith()} />);
    expect(screen.queryByRole("heading", { name: /Judge/ })).toBeNull();
  });
});

describe("a judged case", () => {
  it("shows the choice and the reason of a verdict as text", () => {
    const detail = "Polite.\n<b>But cold.</b>";
    show(
      <CaseScores
        scores={[
          { evaluator: "exact", score: 1, passed: true, detail: "equal" },
          { evaluator: "judge (tone)", score: 0.4, passed: false, detail, choice: "B" },
        ]}
      />,
    );
    expect(screen.getByText("B")).toBeTruthy();
    expect(screen.getByText("0.4 · failed")).toBeTruthy();
    expect(screen.getByText((_, node) => node?.textContent === detail && node.children.length === 0)).toBeTruthy();
  });

  it("tells whose attempt is whose in the timeline", () => {
    show(<AttemptTimeline attempts={[ATTEMPT, { ...ATTEMPT, n: 2, role: "judge", judge: "judge (tone)" }]} />);
    expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("Attempt 1 "),
        expect.stringContaining("Attempt 2 · judge (tone)"),
      ]),
    );
  });
});
