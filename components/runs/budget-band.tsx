"use client";

import { useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatMoney } from "@/lib/format";
import { Notice } from "../ui/notice";
import { BudgetDialog } from "./budget-dialog";
import { runCostText } from "./cost-text";

/** Shown while a run waits for a larger budget. */
export function BudgetBand({ run }: { run: RunResponse }) {
  const [editing, setEditing] = useState(false);
  if (run.state !== "paused" || run.stopReason?.code !== "budget") return null;
  return (
    <>
      <Notice level="warn" className="mb-3" fixes={[{ label: "Raise the budget…", onApply: () => setEditing(true) }]}>
        Paused at its budget of {formatMoney(run.budgetUsd)}: {runCostText(run)} spent.
      </Notice>
      {editing && <BudgetDialog run={run} onClose={() => setEditing(false)} />}
    </>
  );
}
