"use client";

import { useEffect, useRef } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { stateWord } from "./state-word";

/** What a change of the run is worth telling to somebody who looks elsewhere; null: nothing. */
export function noticeOf(before: RunResponse, now: RunResponse): { title: string; body: string } | null {
  const reason = now.stopReason !== null && now.stopReason.code !== "user" ? now.stopReason : null;
  const stopped = reason !== null && before.stopReason?.code !== reason.code && !isTerminal(now.state);
  if (stopped) return { title: `${now.name} pauses`, body: reason.message };
  if (isTerminal(now.state) && !isTerminal(before.state)) {
    const { done, total } = now.counts;
    return {
      title: `${now.name}: ${stateWord(now.state, now.counts.notScored)}`,
      body: `${done} of ${total} cases done`,
    };
  }
  return null;
}

/** Tells by the browser, where it is allowed to and the page is not looked at, that the run pauses by itself or ended. */
export function useRunNotifications(run: RunResponse): void {
  const before = useRef(run);
  useEffect(() => {
    const notice = noticeOf(before.current, run);
    before.current = run;
    tellByBrowser(notice, run.id);
  }, [run]);
}

/** True where the browser may tell of runs. */
export function mayTellByBrowser(): boolean {
  return typeof Notification !== "undefined" && Notification.permission === "granted";
}

/** Tells it where that is allowed and no page of ours is looked at. Several pages tell of one run once. */
export function tellByBrowser(notice: ReturnType<typeof noticeOf>, runId: string): void {
  if (notice === null || document.visibilityState === "visible" || !mayTellByBrowser()) return;
  // Some browsers on phones know only notifications of service workers; then there is none.
  try {
    new Notification(notice.title, { body: notice.body, tag: runId });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
