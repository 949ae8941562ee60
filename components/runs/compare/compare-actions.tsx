"use client";

import { ArrowLeftRight, Download, Plus } from "lucide-react";
import { useState } from "react";
import { type Comparison, exportComparisonPath } from "@/lib/client/compare";
import { COMPARED_RUNS } from "@/lib/contracts/compare-choices";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { DropdownMenu, MenuItem } from "../../ui/dropdown-menu";
import type { CompareState } from "./compare-url-state";
import { RunPicker } from "./run-picker";

/** Add run, swap, export. */
export function CompareActions({
  comparison,
  state,
  setState,
}: {
  comparison: Comparison;
  state: CompareState["state"];
  setState: CompareState["setState"];
}) {
  const [adding, setAdding] = useState(false);
  const { runs } = comparison;
  const full = runs.length >= COMPARED_RUNS.most;
  return (
    <>
      <Button
        disabled={full}
        title={full ? `At most ${COMPARED_RUNS.most} runs` : undefined}
        onClick={() => setAdding(true)}
      >
        <Plus aria-hidden />
        Add run
      </Button>
      {runs.length === 2 && (
        <Button onClick={() => void setState({ runs: [...runs].reverse(), base: null })}>
          <ArrowLeftRight aria-hidden />
          Swap
        </Button>
      )}
      <DropdownMenu
        trigger={
          <Button>
            <Download aria-hidden />
            Export
          </Button>
        }
      >
        <MenuItem asChild>
          <a href={exportComparisonPath(comparison, { show: state.show, sort: state.sort, q: state.q })} download>
            Cases in view, CSV
          </a>
        </MenuItem>
        <MenuItem asChild>
          <a href={exportComparisonPath(comparison, { show: "all", sort: "case", q: null })} download>
            All cases, CSV
          </a>
        </MenuItem>
      </DropdownMenu>
      <Dialog
        open={adding}
        onOpenChange={setAdding}
        title="Add a run"
        description={`Up to ${COMPARED_RUNS.most} runs can be compared.`}
        wide
      >
        <RunPicker
          chosen={runs}
          actLabel="Compare"
          least={COMPARED_RUNS.least}
          onChoose={(next) => {
            setAdding(false);
            void setState({ runs: next }, { history: "push" });
          }}
        />
      </Dialog>
    </>
  );
}
