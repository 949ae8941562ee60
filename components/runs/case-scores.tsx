import type { CaseDetailResponse } from "@/lib/contracts/run-cases";
import { formatNumber } from "@/lib/format";
import { Badge } from "../ui/badge";

type Score = CaseDetailResponse["scores"][number];

/** What each evaluator says; of a judge what it chose, and its reason in full. */
export function CaseScores({ scores }: { scores: readonly Score[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {scores.map((score) => (
        <li key={score.evaluator} className="text-sm">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span className="font-medium">{score.evaluator}</span>
            {score.choice !== undefined && <Badge tone="outline">{score.choice}</Badge>}
            <span className="tabular-nums">
              {formatNumber(score.score)} · {score.passed ? "passed" : "failed"}
            </span>
            {score.choice === undefined && <span className="min-w-0 break-words text-muted">{score.detail}</span>}
          </div>
          {score.choice !== undefined && (
            <p className="mt-0.5 whitespace-pre-wrap break-words text-muted">{score.detail}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
