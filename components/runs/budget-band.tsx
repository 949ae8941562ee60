"use client";

import { useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatMoney } from "@/lib/format";
import { Notice } from "../ui/notice";
import { totalCostText } from "./cost-text";
import { BudgetDialog } from "./late-dialogs";

/** Shown while a run waits for a larger budget. */
export function BudgetBand({ run }: { run: RunResponse }) {
  const [editing, setEditing] = useState(false);
  if (run.state !== "paused" || run.stopReason?.code !== "budget") return null;
  return (
    <>
      <Notice level="warn" className="mb-3" fixes={[{ label: "Raise the budget…", onApply: () => setEditing(true) }]}>
        Paused at its budget of {formatMoney(run.budgetUsd)}: {totalCostText(run)} spent
        {run.cost.judges.usd === null ? "" : ", judges included"}.
      </Notice>
      <BudgetDialog open={editing} run={run} onClose={() => setEditing(false)} />
    </>
  );
}
