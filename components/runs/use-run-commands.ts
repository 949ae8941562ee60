"use client";

import { useRouter } from "next/navigation";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { type Command, useCommands } from "../layout/use-command";
import type { RunTab } from "./run-url-state";
import type { RunActions } from "./use-run-actions";

/** What the command menu offers for the run in view. Cancelling is not among it: that is asked on the page. */
export function useRunCommands(
  run: RunResponse,
  acts: {
    readonly actions: Pick<RunActions, "canPause" | "canResume" | "pause" | "resume">;
    readonly charts: { readonly held: boolean; readonly hold: () => void; readonly follow: () => void };
    readonly edit: () => void;
    readonly openTab: (tab: RunTab) => void;
  },
): void {
  const router = useRouter();
  const { actions, charts } = acts;
  const live = !isTerminal(run.state);
  const path = `/api/v1/runs/${encodeURIComponent(run.id)}/export`;
  const commands: (Command | null)[] = [
    actions.canPause ? { id: "run.pause", label: "Pause this run", keys: ["P"], run: actions.pause } : null,
    actions.canResume ? { id: "run.resume", label: "Resume this run", keys: ["P"], run: actions.resume } : null,
    live ? { id: "run.edit", label: "Edit limits of this run", keys: ["E"], run: acts.edit } : null,
    live && !charts.held ? { id: "run.hold", label: "Hold the charts", keys: ["H"], run: charts.hold } : null,
    live && charts.held ? { id: "run.follow", label: "Follow live again", keys: ["H"], run: charts.follow } : null,
    { id: "run.tab1", label: live ? "Live" : "Overview", keys: ["1"], run: () => acts.openTab("live") },
    { id: "run.tab2", label: "Cases of this run", keys: ["2"], run: () => acts.openTab("cases") },
    { id: "run.tab3", label: "Log of this run", keys: ["3"], run: () => acts.openTab("log") },
    { id: "run.tab4", label: "Config of this run", keys: ["4"], run: () => acts.openTab("config") },
    ...(["csv", "jsonl", "json"] as const).map((format) => ({
      id: `run.export.${format}`,
      label: `Export cases as ${format.toUpperCase()}`,
      keywords: ["download"],
      run: () => window.location.assign(`${path}?format=${format}`),
    })),
    {
      id: "run.duplicate",
      label: "Duplicate this run",
      keywords: ["copy", "again"],
      run: () => router.push(`/runs/new?from=${encodeURIComponent(run.id)}`),
    },
    {
      id: "run.activity",
      label: "Who changed this run",
      keywords: ["audit", "activity", "history"],
      run: () => router.push(`/activity?object=run:${encodeURIComponent(run.id)}`),
    },
  ];
  useCommands(commands.filter((command) => command !== null));
}
