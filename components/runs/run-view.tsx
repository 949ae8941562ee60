"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type LinkView, viewLink } from "@/lib/client/link-state";
import { readAnew } from "@/lib/client/read-anew";
import { runKeys, runOptions } from "@/lib/client/runs";
import { useRunEvents } from "@/lib/client/use-run-events";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal, type RunState } from "@/lib/core/runs/run-state";
import { waitsForTurn } from "@/lib/core/scheduling/run-queue";
import { formatCount } from "@/lib/format";
import type { TimeMark } from "../charts/time-marks";
import type { TimeRange } from "../charts/time-range";
import { useCrumb } from "../layout/crumb";
import { Tabs } from "../ui/tabs";
import { toast } from "../ui/toast";
import { useNow } from "../ui/use-now";
import { useShortcut } from "../ui/use-shortcut";
import { Announcer } from "./announcer";
import { BudgetBand } from "./budget-band";
import { ChartControls } from "./chart-controls";
import { EditLimitsPanel, RunCases, RunConfig, RunLog } from "./lazy-parts";
import type { LimitEdit } from "./limits-edit";
import { RangeChip } from "./range-chip";
import { RunHeader } from "./run-header";
import { isCutOff, LinkBanner } from "./run-link";
import { RunLive } from "./run-live";
import { runTitle } from "./run-title";
import {
  RUN_TABS,
  type RunTab,
  rangeInUrl,
  rangeOf,
  toCaseFilters,
  useCaseFilterState,
  useCaseView,
  useRunView,
} from "./run-url-state";
import { stateWord } from "./state-word";
import { useChartHold } from "./use-chart-hold";
import { useDocumentTitle } from "./use-document-title";
import { useLinkGaps } from "./use-link-gaps";
import { useRunActions } from "./use-run-actions";
import { useRunCommands } from "./use-run-commands";
import { useRunNotifications } from "./use-run-notifications";
import { useStateFavicon } from "./use-state-favicon";
import { WarningAnnouncer } from "./warning-announcer";

/** Why limits cannot be edited while the page does not know how the run stands; null where they can. */
function editBlockedBy(link: LinkView): string | null {
  return isCutOff(link) ? "Not while this page is behind: the preview would rest on old figures." : null;
}

/**
 * The answer to a press can come after the news that its work is done, and the stream can be down: look anew. What a
 * waiting run waits for is told by what other runs do, of which its own stream tells nothing.
 */
function lookAgainMs(state: RunState): number | false {
  if (waitsForTurn(state)) return 2000;
  return state === "pausing" || state === "cancelling" ? 3000 : false;
}

/** A run that was loaded: header, tabs, and the keys of the page. */
export function RunView({ run }: { run: RunResponse }) {
  const live = !isTerminal(run.state);
  const link = useRunEvents(run.id, live);
  const now = useNow();
  const nowMs = now ?? Date.parse(run.startedAt ?? run.createdAt);
  const view = viewLink(link, run.state, nowMs);
  const [{ tab, range, hold, case: openCase, from, to, entry }, setView] = useRunView();
  const [caseFilters, setCaseFilters] = useCaseFilterState();
  const [editing, setEditing] = useState<LimitEdit | null>(null);
  const actions = useRunActions(run);
  const charts = useChartHold({ live, byHand: hold, setByHand: (next) => void setView({ hold: next }) });
  useCrumb(run.name);
  useDocumentTitle(runTitle(run, view));
  useReadAnewAtEnd(run);
  useRunNotifications(run);
  useStateFavicon(run.state, run.counts.notScored);
  useLinkGaps(run.id, view.kind, link.eventAt);

  useQuery({ ...runOptions(run.id), refetchInterval: lookAgainMs(run.state) });

  const shownRange = range ?? (live ? "5m" : "all");
  const editBlocked = editBlockedBy(view);
  const chosen = useMemo(() => rangeOf({ from, to }, run.startedAt), [from, to, run.startedAt]);
  const choose = useCallback(
    (next: TimeRange | null) => {
      // A double press on a chart of the whole is no step that Back would undo.
      if (next !== null || chosen !== null) void setView(rangeInUrl(next, run.startedAt));
    },
    [setView, run.startedAt, chosen],
  );
  const openTab = (next: RunTab) => void setView({ tab: next, case: null, entry: null });
  // The same function each time: rows of cases are drawn anew only for new results.
  const showCase = useCallback(
    (caseId: string | null, step = false) =>
      void setView({ tab: "cases", case: caseId }, { history: step ? "replace" : "push" }),
    [setView],
  );
  // The same function each time: the charts are drawn anew only for new figures.
  const pickAttempts = useCallback(
    (attempts: number) => {
      void setCaseFilters({ state: null, result: null, outcome: null, minAttempts: null, q: null, attempts });
      void setView({ tab: "cases", case: null });
    },
    [setCaseFilters, setView],
  );
  const openMark = useCallback(
    (marks: readonly TimeMark[]) =>
      void setView({ tab: "log", case: null, entry: marks.find((mark) => mark.entryId)?.entryId ?? null }),
    [setView],
  );
  const edit = (remedy: LimitEdit["remedy"] = null) => {
    if (editBlocked !== null) return;
    if (tab !== "live") openTab("live");
    // An edit that has begun is not thrown away by a second press.
    if (editing === null || remedy !== null) setEditing({ id: Date.now(), scope: remedy?.scope ?? "run", remedy });
  };
  useShortcut("e", () => edit(), live);
  useShortcut("p", () => (actions.canPause ? actions.pause() : actions.canResume && actions.resume()), live);
  useTabKeys(openTab);
  useEffect(() => {
    if (live) EditLimitsPanel.loadAtRest();
  }, [live]);
  useRunCommands(run, { actions, charts, edit, openTab });
  const [caseView, setCaseView] = useCaseView();
  const filters = useMemo(
    () => ({ ...toCaseFilters(caseFilters, chosen), sort: caseView.sort }),
    [caseFilters, chosen, caseView.sort],
  );
  return (
    <>
      <RunHeader
        run={run}
        link={view}
        actions={actions}
        onEdit={() => edit()}
        onRemedy={edit}
        editBlocked={editBlocked}
        caseFilters={tab === "cases" ? filters : null}
        nowMs={now}
      />
      <LinkBanner link={view} />
      <BudgetBand run={run} />
      <Tabs
        label="Parts of the run"
        value={tab}
        onValueChange={openTab}
        aside={
          <>
            {chosen !== null && tab !== "config" && (
              <RangeChip range={chosen} startedAt={run.startedAt} onReset={() => choose(null)} />
            )}
            {tab === "live" && (
              <ChartControls
                range={chosen === null ? shownRange : null}
                onRange={(next) => void setView({ range: next, from: null, to: null })}
                live={live && chosen === null}
                held={charts.held}
                behindMs={charts.since === null ? 0 : nowMs - charts.since}
                onHold={charts.hold}
                onFollow={charts.follow}
              />
            )}
          </>
        }
        items={[
          {
            value: "live",
            label: live ? "Live" : "Overview",
            content: (
              <RunLive
                run={run}
                link={view}
                eventAt={link.eventAt}
                nowMs={nowMs}
                range={shownRange}
                chosen={chosen}
                onChoose={choose}
                // A chosen range stands still by itself, and has to show at once.
                held={charts.held && chosen === null}
                onReading={charts.setReading}
                onToggleHold={charts.toggleFromChart}
                editing={editing}
                editBlocked={editBlocked}
                onEdit={() => edit()}
                onCloseEdit={() => setEditing(null)}
                onOpenLog={() => openTab("log")}
                onOpenMark={openMark}
                onPickAttempts={pickAttempts}
              />
            ),
          },
          {
            value: "cases",
            label: "Cases",
            badge: formatCount(run.counts.total),
            content: (
              <RunCases
                run={run}
                state={caseFilters}
                setState={setCaseFilters}
                filters={filters}
                view={caseView}
                setView={setCaseView}
                actions={actions}
                openId={openCase}
                onOpen={showCase}
              />
            ),
          },
          {
            value: "log",
            label: "Log",
            content: (
              <RunLog
                run={run}
                range={chosen}
                entryId={entry}
                onOpenCase={showCase}
                onShow={(next) => void setView({ tab: "live", entry: null, ...rangeInUrl(next, run.startedAt) })}
              />
            ),
          },
          { value: "config", label: "Config", content: <RunConfig run={run} /> },
        ]}
      />
      <Announcer run={run} />
      <WarningAnnouncer runId={run.id} />
    </>
  );
}

function useTabKeys(open: (tab: RunTab) => void): void {
  useShortcut("1", () => open(RUN_TABS[0]));
  useShortcut("2", () => open(RUN_TABS[1]));
  useShortcut("3", () => open(RUN_TABS[2]));
  useShortcut("4", () => open(RUN_TABS[3]));
}

/** When a run comes to its end, what was folded live is replaced by what was stored. */
function useReadAnewAtEnd(run: RunResponse): void {
  const client = useQueryClient();
  const before = useRef(run.state);
  useEffect(() => {
    const ended = isTerminal(run.state) && !isTerminal(before.current);
    before.current = run.state;
    if (!ended) return;
    toast(`${run.name}: ${stateWord(run.state, run.counts.notScored).toLowerCase()}.`);
    for (const queryKey of [runKeys.metrics(run.id), runKeys.log(run.id), runKeys.detail(run.id)]) {
      void readAnew(client, queryKey);
    }
  }, [client, run]);
}
