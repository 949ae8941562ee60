"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { applyPlanOptions } from "@/lib/client/presets";
import type { ApplyPresetResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Th } from "../ui/table";
import { TextInput } from "../ui/text-input";
import { ApplyResult } from "./apply-result";
import { ApplyRuns } from "./apply-runs";
import { useApplyPreset } from "./use-apply-preset";

/** Gives runs that go on the limits of a version: what it would do is told first, and each run answers for itself. */
export function ApplyPreset({
  slug,
  version,
  onClose,
}: {
  slug: string;
  version: PresetVersionResponse;
  onClose: () => void;
}) {
  const [ticked, setTicked] = useState<readonly string[] | null>(null);
  const [reason, setReason] = useState("");
  const apply = useApplyPreset(slug, version.n);
  const plan = useQuery({
    ...applyPlanOptions(slug, version.n, ticked),
    placeholderData: keepPreviousData,
    enabled: apply.answer === null,
  });
  const chosen = ticked ?? plan.data?.runs.filter((run) => run.chosen).map((run) => run.runId) ?? [];
  const changing = plan.data?.runs.filter((run) => chosen.includes(run.runId)) ?? [];
  const tick = (runId: string, on: boolean) =>
    setTicked(on ? [...chosen.filter((id) => id !== runId), runId] : chosen.filter((id) => id !== runId));
  const close = () => {
    apply.offerUndo();
    onClose();
  };
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={`Apply ${version.ref} to running…`}
      description="In force from each run's next attempt. What is in flight finishes: lower concurrency drains, and cuts nothing off."
      footer={
        apply.answer === null ? (
          <>
            <p role="status" className="mr-auto min-w-0 basis-60 text-muted text-xs sm:flex-1">
              {plan.data?.totals.sentence ?? ""}
            </p>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              disabled={changing.length === 0}
              busy={apply.busy}
              onClick={() => apply.send(changing, reason.trim())}
            >
              Apply to {changing.length === 1 ? "1 run" : `${changing.length} runs`}
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={close}>
            Close
          </Button>
        )
      }
    >
      {apply.answer !== null ? (
        <ApplyResult answer={apply.answer} undo={apply.undo} />
      ) : (
        <div className="flex flex-col gap-3">
          {plan.error !== null && (
            <ErrorBand
              message={`Running runs could not be read: ${errorMessage(plan.error)}`}
              busy={plan.isFetching}
              onRetry={() => {
                plan.refetch().catch(() => {
                  // The query holds its own error.
                });
              }}
            />
          )}
          {apply.error !== null && <ErrorBand message={errorMessage(apply.error)} />}
          {changing.some(({ inScope }) => !inScope) && (
            <Notice level="info">
              {slug} is meant for other providers or models than some of the ticked runs have. It can be applied all the
              same.
            </Notice>
          )}
          <Plan plan={plan.data} failed={plan.error !== null} chosen={chosen} onTick={tick} />
          {plan.data !== undefined && plan.data.runs.length > 0 && (
            <Field label="Reason" optional hint="Stands in the log and the changes of each run.">
              <TextInput
                value={reason}
                maxLength={300}
                autoComplete="off"
                onChange={(event) => setReason(event.target.value)}
              />
            </Field>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Plan({
  plan,
  failed,
  chosen,
  onTick,
}: {
  plan: ApplyPresetResponse | undefined;
  failed: boolean;
  chosen: readonly string[];
  onTick: (runId: string, on: boolean) => void;
}) {
  if (plan === undefined) {
    if (failed) return null;
    return (
      <Table label="Running runs" aria-busy>
        <TableHead>
          <Th>Run</Th>
          <Th>Now</Th>
          <Th>After</Th>
          <Th>What is left</Th>
        </TableHead>
        <SkeletonRows rows={2} columns={["140px", "80px", "80px", "120px"]} />
      </Table>
    );
  }
  if (plan.runs.length === 0) {
    return (
      <p className="text-muted text-sm">
        No run goes on under this preset, nor at a provider whose pool has it. Runs that start from now on can name a
        version or a label of it.
      </p>
    );
  }
  return <ApplyRuns plan={plan} chosen={chosen} onTick={onTick} />;
}
