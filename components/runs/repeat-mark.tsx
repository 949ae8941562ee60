import type { CaseRepeat } from "@/lib/contracts/run-cases";

/** What became of one asking of a case. */
export function repeatWord({ state, result }: Pick<CaseRepeat, "state" | "result">): string {
  if (state !== "done" || result === null) return state === "running" ? "running" : "not done yet";
  return result === "not-scored" ? "not scored" : result;
}

/** A disc passed, a cross failed, a barred ring is not scored, a small ring is not done yet. 10 by 10 about a middle. */
export function RepeatMark({ repeat, x, y }: { repeat: Pick<CaseRepeat, "state" | "result">; x: number; y: number }) {
  if (repeat.state !== "done" || repeat.result === null)
    return <circle cx={x} cy={y} r="2" fill="none" stroke="var(--muted)" strokeWidth="1.25" />;
  if (repeat.result === "passed") return <circle cx={x} cy={y} r="4" fill="var(--call)" />;
  if (repeat.result === "failed")
    return (
      <path d={`M${x - 3.25} ${y - 3.25}l6.5 6.5m0-6.5-6.5 6.5`} stroke="var(--error)" strokeWidth="2" fill="none" />
    );
  return (
    <path
      d={`M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0M${x - 2.8} ${y + 2.8}l5.6-5.6`}
      stroke="var(--muted)"
      strokeWidth="1.25"
      fill="none"
    />
  );
}
