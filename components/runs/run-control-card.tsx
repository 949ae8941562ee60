"use client";

import { Pencil } from "lucide-react";
import { useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { autoPauseWords } from "@/lib/core/runs/describe-adjustment";
import { isTerminal } from "@/lib/core/runs/run-state";
import { PRIORITY_WORDS } from "../limit-fields/priority-choice";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { EditRunControl } from "./edit-run-control";
import { NotifyButton } from "./notify-button";

/** The run's priority and when it pauses by itself, with their edit: in force at once, and on record. */
export function RunControlCard({ run }: { run: RunResponse }) {
  const [editing, setEditing] = useState(false);
  const words = autoPauseWords({ ...run.autoPause, budgetUsd: run.budgetUsd });
  const rules = [words.rateLimited, words.errorsInRow, words.cooldownOverMs, words.budgetUsd].filter(
    (rule) => rule !== null,
  );
  return (
    <Card>
      <CardHeader
        title="Priority and pauses"
        actions={
          !editing && (
            <>
              {!isTerminal(run.state) && <NotifyButton />}
              <Button size="sm" onClick={() => setEditing(true)}>
                <Pencil aria-hidden />
                Edit
              </Button>
            </>
          )
        }
      />
      {editing ? (
        <EditRunControl run={run} onClose={() => setEditing(false)} />
      ) : (
        <dl>
          <div className="flex min-h-7 items-center justify-between gap-3 py-1">
            <dt className="text-muted text-xs">Priority</dt>
            <dd className="text-sm">{PRIORITY_WORDS[run.priority]}</dd>
          </div>
          <div className="border-t py-1.5">
            <dt className="text-muted text-xs">Pauses by itself when</dt>
            <dd className="text-sm tabular-nums">
              <ul className="mt-0.5 list-disc pl-4">
                {rules.map((rule) => (
                  <li key={rule}>{rule}</li>
                ))}
                <li>the provider refuses its key, or its quota is used up</li>
              </ul>
            </dd>
          </div>
        </dl>
      )}
    </Card>
  );
}
