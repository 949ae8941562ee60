"use client";

import { Check, X } from "lucide-react";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import type { ApplyPresetResponse } from "@/lib/contracts/presets";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import type { ApplyUndo } from "./use-apply-preset";

interface ResultLine {
  readonly runId: string;
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
}

/** What became of each run, and one press that takes all of it back. */
export function ApplyResult({ answer, undo }: { answer: ApplyPresetResponse; undo: ApplyUndo }) {
  const lines: ResultLine[] = [
    ...answer.runs.flatMap(({ runId, name, result }) => (result === null ? [] : [{ runId, name, ...result }])),
    ...answer.gone.map((runId) => ({ runId, name: runId, ok: false, message: "does not go on (any more)" })),
  ];
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="text-sm">
        {answer.ref}: {lines.filter(({ ok }) => ok).length} of {lines.length} done.
      </p>
      <Lines label="Runs" lines={lines} />
      {undo.items !== null ? (
        <>
          <h3 className="font-medium text-sm">Taken back</h3>
          <Lines label="Taken back" lines={undo.items} />
        </>
      ) : (
        undo.runs > 0 && (
          <div>
            <Button busy={undo.busy} onClick={undo.act}>
              Undo {undo.runs === 1 ? "this change" : `all ${undo.runs} changes`}
            </Button>
            <p className="mt-1 text-muted text-xs">
              Each run gets its earlier values again, as a new change in its record.
            </p>
          </div>
        )
      )}
      {undo.error !== null && <ErrorBand message={errorMessage(undo.error)} />}
    </div>
  );
}

function Lines({ label, lines }: { label: string; lines: readonly ResultLine[] }) {
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-lg border">
      {lines.map(({ runId, name, ok, message }) => (
        <li key={runId} className="flex items-start gap-2 px-3 py-2 text-sm">
          {ok ? (
            <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-call" />
          ) : (
            <X aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          )}
          <span className="min-w-0 break-words">
            <span className="sr-only">{ok ? "Done: " : "Refused: "}</span>
            <Link href={`/runs/${encodeURIComponent(runId)}`} className="font-medium hover:underline">
              {name}
            </Link>{" "}
            <span className="text-muted">{message}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
