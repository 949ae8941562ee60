"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { type FormEvent, useEffect, useMemo } from "react";
import { runOptions } from "@/lib/client/runs";
import { besideGiven, draftOfRun } from "./draft-of-run";
import { fieldOfPath } from "./field-of-path";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { type LaunchParams, promptsOf } from "./launch-draft";
import { fieldOfRemark, Remarks } from "./launch-notices";
import { launchOutlook, type OutlookContext } from "./launch-outlook";
import { type MatrixOutlook, matrixOutlook } from "./matrix-outlook";
import { readLaunch } from "./read-launch";
import { useLaunchData } from "./use-launch-data";
import { useLaunchDraft } from "./use-launch-draft";
import { useLaunchProblems } from "./use-launch-problems";
import { useLaunchStart } from "./use-launch-start";
import { useSettledOutlook } from "./use-settled-outlook";

/** The form's values, what is known and forecast of them, and how they are sent. */
export function useLaunchForm() {
  const { draft, patch, patchTexts, kept, elsewhere, unknown } = useLaunchDraft();
  const data = useLaunchData(draft);
  const read = useMemo(() => readLaunch(draft, data.context), [draft, data.context]);
  const outlook = launchOutlook(draft, read, data.context);
  const matrix = matrixOutlook(draft, read, data.context);
  const settled = useSettledOutlook(outlook, matrix);
  // A key that was refused lately may work again: that is told, but only what cannot work stops the start.
  const blocked = (outlook?.notices ?? []).filter(
    (remark) => remark.level === "block" && !(remark.id === "N12" && data.context.provider?.hasApiKey === true),
  );
  const problems = useLaunchProblems(read.problems, promptsOf(draft).length);
  const [tried, setTried] = useTriedRuns();
  const start = useLaunchStart({
    // Trying the same form again gives the same run; a changed one stands beside what was tried before.
    onTried: (runIds) => setTried([...new Set([...tried, ...runIds])]),
    onRefused: problems.refuse,
  });
  const copied = useCopiedRun(draft, patch, patchTexts);

  const launch = (tryFirst: boolean) => {
    if (read.request === null) {
      problems.tellAll();
      return;
    }
    const [block = blockedCell(matrix, data.context)] = blocked.map(fieldOfRemark);
    if (block !== undefined) {
      document.getElementById(launchFieldId(block))?.focus();
      return;
    }
    start.send(read.request, tryFirst);
  };
  const changed = <T,>(act: (change: T) => void) => {
    return (change: T) => {
      problems.forgive();
      act(change);
    };
  };
  const form: LaunchFormApi = {
    draft,
    data,
    patch: changed(patch),
    patchTexts: changed(patchTexts),
    problem: problems.problem,
    leave: problems.leave,
    notices: (field) => {
      const own = (settled.outlook?.notices ?? []).filter((remark) => fieldOfRemark(remark) === field);
      const remarks = [...own, ...remarksOfCells(matrix, field)];
      if (remarks.length === 0) return undefined;
      const more = /^more-(\d+)-/.exec(field);
      const context = more === null ? data.context : { ...data.context, ...data.context.more[Number(more[1])] };
      return (
        <Remarks remarks={remarks} draft={draft} context={context} patch={changed(patch)} onTry={() => launch(true)} />
      );
    },
  };
  return {
    form,
    read,
    settled,
    start,
    launch,
    submit: (event: FormEvent) => {
      event.preventDefault();
      launch(false);
    },
    told: problems.told,
    tried,
    dropTried: (runId: string) => {
      start.forget();
      setTried(tried.filter((each) => each !== runId));
    },
    kept,
    elsewhere,
    unknown,
    copyError: copied.error,
  };
}

/** What keeps a further model of the matrix from being called, at its row. */
function remarksOfCells(matrix: MatrixOutlook | null, field: string) {
  const more = /^more-(\d+)-(provider|model)$/.exec(field);
  if (more === null || matrix === null) return [];
  const cell = matrix.cells.find(({ modelAt }) => modelAt === Number(more[1]) + 1);
  return (cell?.outlook.notices ?? []).filter(
    (remark) => (remark.id === "N12" || remark.id === "PRICE") && fieldOfPath(remark.field ?? "") === more[2],
  );
}

/** The field of a further model that cannot be called at all. */
function blockedCell(matrix: MatrixOutlook | null, { more }: OutlookContext): string | undefined {
  const cell = matrix?.cells.find(
    ({ modelAt, outlook }) =>
      more[modelAt - 1]?.provider?.hasApiKey === false &&
      outlook.notices.some(({ id, level }) => id === "N12" && level === "block"),
  );
  return cell === undefined ? undefined : `more-${cell.modelAt - 1}-provider`;
}

/** `?tried=run_x`: the runs whose first cases are looked at here, also after a reload. */
function useTriedRuns(): [readonly string[], (runIds: readonly string[]) => void] {
  const [tried, setTried] = useQueryState("tried", parseAsArrayOf(parseAsString).withOptions({ history: "replace" }));
  const set = (runIds: readonly string[]) => {
    setTried(runIds.length === 0 ? null : [...runIds]).catch(() => {
      // The browser limits how often an address may change; the runs are shown all the same.
    });
  };
  return [tried ?? [], set];
}

/** `?from=run_x` fills the form with that run, once. What stands in the address beside it holds. */
function useCopiedRun(
  draft: LaunchParams,
  patch: LaunchFormApi["patch"],
  patchTexts: LaunchFormApi["patchTexts"],
): { readonly error: unknown } {
  const [from, setFrom] = useQueryState("from", parseAsString.withOptions({ history: "replace" }));
  const { data: run, error } = useQuery({ ...runOptions(from ?? ""), enabled: from !== null });
  useEffect(() => {
    if (run === undefined || from === null) return;
    const { params, texts } = draftOfRun(run);
    patch(besideGiven(params, draft));
    patchTexts(texts);
    setFrom(null).catch(() => {
      // The browser limits how often an address may change; the form is filled all the same.
    });
  }, [run, from, draft, patch, patchTexts, setFrom]);
  return { error: from === null ? null : error };
}
