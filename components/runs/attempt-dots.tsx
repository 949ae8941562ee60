import type { CaseResponse } from "@/lib/contracts/run-cases";
import type { AttemptOutcome } from "@/lib/core/retry/attempt-outcome";
import { outcomeWord } from "./outcome-word";

/** Shape and colour of an attempt's dot: a disc for an answer, a ring for a push back, a cross for an error. */
function shapeOf(outcome: AttemptOutcome): "disc" | "ring" | "cross" {
  if (outcome === "ok") return "disc";
  return outcome === "rate-limited" || outcome === "slow-down" || outcome === "overloaded" ? "ring" : "cross";
}

/** One mark per attempt, in order. */
export function AttemptDots({ item }: { item: Pick<CaseResponse, "attempts" | "attemptCount"> }) {
  if (item.attemptCount === 0) return <span className="text-muted">–</span>;
  // Those of judges stand in the drawer.
  const attempts = item.attempts.filter(({ role }) => role === "target");
  const label = attempts.map((attempt) => outcomeWord(attempt.outcome)).join(", ");
  return (
    <span className="inline-flex items-center gap-1">
      <span className="w-4 text-right tabular-nums">{item.attemptCount}</span>
      <svg role="img" aria-label={label} width={Math.max(1, attempts.length) * 10} height="10" className="shrink-0">
        <title>{label}</title>
        {attempts.map((attempt, i) => {
          const x = i * 10 + 5;
          const shape = shapeOf(attempt.outcome);
          if (shape === "disc") return <circle key={attempt.n} cx={x} cy="5" r="3.5" fill="var(--call)" />;
          if (shape === "ring")
            return (
              <circle key={attempt.n} cx={x} cy="5" r="2.75" fill="none" stroke="var(--throttle)" strokeWidth="1.75" />
            );
          return <path key={attempt.n} d={`M${x - 3} 2l6 6m0-6-6 6`} stroke="var(--error)" strokeWidth="1.75" />;
        })}
      </svg>
    </span>
  );
}
