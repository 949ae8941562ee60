"use client";

import { Check, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { CaseResponse } from "@/lib/contracts/run-cases";
import { formatDuration, formatExact, formatTokens } from "@/lib/format";
import { ResultBadge } from "../ui/result-badge";

const LONG = 280;

/** One case of a trial: what came, what each evaluator says of it, and what it took. */
export function TriedCase({ runId, item }: { runId: string; item: CaseResponse }) {
  const [whole, setWhole] = useState(false);
  const text = item.output ?? item.error?.message ?? "";
  const long = text.length > LONG;
  const tokens = (item.tokens.input ?? 0) + (item.tokens.output ?? 0);
  return (
    <li className="flex flex-col gap-1 border-b py-2 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <ResultBadge result={item.result} />
        <span className="min-w-0 truncate font-mono text-xs">{item.caseId}</span>
        <span className="ml-auto text-muted text-xs tabular-nums">
          {formatDuration(item.providerLatencyMs)} · {formatTokens(tokens)} tokens
          {item.attemptCount > 1 && ` · ${item.attemptCount} attempts`}
        </span>
      </div>
      <p className={`whitespace-pre-wrap break-words text-sm ${item.output === null ? "text-muted" : ""}`} dir="auto">
        {whole || !long ? text || "(an empty answer)" : `${text.slice(0, LONG)}…`}
        {long && (
          <button
            type="button"
            className="ml-1 min-h-6 text-accent text-xs hover:underline"
            aria-expanded={whole}
            onClick={() => setWhole(!whole)}
          >
            {whole ? "Less" : "All of it"}
          </button>
        )}
      </p>
      {whole && item.outputIsCut && (
        <p className="text-muted text-xs">
          Only its first {formatExact(text.length)} characters are shown.{" "}
          <Link
            href={`/runs/${encodeURIComponent(runId)}?tab=cases&case=${encodeURIComponent(item.caseId)}`}
            className="text-accent hover:underline"
          >
            Open the case
          </Link>
        </p>
      )}
      {item.scores.length > 0 && (
        <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs">
          {item.scores.map((score) => (
            <li key={score.evaluator} className="inline-flex min-w-0 items-center gap-1">
              {score.passed ? (
                <Check aria-hidden className="size-3.5 shrink-0" />
              ) : (
                <X aria-hidden className="size-3.5 shrink-0" />
              )}
              <span className="font-medium">{score.evaluator}</span>
              <span className="min-w-0 break-words text-muted">
                {score.passed ? "passed" : "failed"}
                {score.detail !== "" && `: ${score.detail.slice(0, 200)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
