"use client";

import { useMutation } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { applyPresetMutation, undoApplyMutation } from "@/lib/client/presets";
import type { ApplyRun, UndoApplyResponse } from "@/lib/contracts/presets";
import { formatPlural } from "@/lib/format";
import { toast } from "../ui/toast";

const UNDO_MS = 10_000;

/** Taking an apply back. */
export interface ApplyUndo {
  /** Runs that it changed. */
  readonly runs: number;
  readonly act: () => void;
  readonly busy: boolean;
  readonly items: UndoApplyResponse["items"] | null;
  readonly error: Error | null;
}

/** Sends the apply of a version, resting on the revisions that were shown, and can take it back. */
export function useApplyPreset(slug: string, version: number) {
  const apply = useMutation(applyPresetMutation());
  const undo = useMutation(undoApplyMutation());
  const answer = apply.data ?? null;
  const changed = (answer?.runs ?? []).flatMap(({ runId, result }) =>
    result?.revision == null ? [] : [{ runId, revision: result.revision }],
  );
  const send = (runs: readonly ApplyRun[], reason: string) =>
    apply.mutate({
      slug,
      body: {
        version,
        runIds: runs.map(({ runId }) => runId),
        revisions: Object.fromEntries(runs.map(({ runId, limitsRevision }) => [runId, limitsRevision])),
        ...(reason === "" ? {} : { reason }),
      },
    });
  const taken: ApplyUndo = {
    runs: changed.length,
    act: () => undo.mutate({ slug, body: { runs: changed } }),
    busy: undo.isPending,
    items: undo.data?.items ?? null,
    error: undo.error,
  };
  /** Offers the way back once more, when the list of results is closed. */
  const offerUndo = () => {
    if (answer === null || changed.length === 0 || undo.data !== undefined) return;
    const takeBack = async () => {
      try {
        const { items } = await undo.mutateAsync({ slug, body: { runs: changed } });
        const done = items.filter(({ ok }) => ok).length;
        const refused = items.find(({ ok }) => !ok);
        if (refused === undefined) toast.success(`${formatPlural(done, "run")} as before`);
        else toast.error(`${done} of ${items.length} as before. ${refused.name}: ${refused.message}`);
      } catch (error) {
        toast.error(errorMessage(error));
      }
    };
    toast.success(`${answer.ref} is applied to ${formatPlural(changed.length, "run")}`, {
      duration: UNDO_MS,
      action: { label: "Undo", onClick: () => void takeBack() },
    });
  };
  return { answer, send, offerUndo, busy: apply.isPending, error: apply.error, undo: taken };
}
