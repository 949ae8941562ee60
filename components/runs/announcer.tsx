"use client";

import { useEffect, useRef, useState } from "react";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatDuration } from "@/lib/format";
import { doneShare } from "./run-numbers";
import { stateWord } from "./state-word";

/** A shorter cooldown is over before it matters. */
const COOLDOWN_LEAST_MS = 10_000;

/** What is to be read out after a change of the run; null: nothing. */
export function announcementOf(before: RunResponse, now: RunResponse, nowMs: number): string | null {
  const reason = now.stopReason !== null && now.stopReason.code !== "user" ? now.stopReason : null;
  if (reason !== null && before.stopReason?.message !== reason.message) {
    return `${stateWord(now.state, now.counts.notScored).replace("…", "")}: ${reason.message}`;
  }
  if (before.state !== now.state) return standing(now);
  const cooldownMs = cooldownLeft(now, nowMs);
  if (cooldownMs > COOLDOWN_LEAST_MS && cooldownLeft(before, nowMs) <= 0) {
    return `Cooldown: nothing starts for ${formatDuration(Math.round(cooldownMs / 1000) * 1000)}.`;
  }
  return quarterOf(before) === quarterOf(now) ? null : standing(now);
}

function cooldownLeft({ cooldownUntil }: RunResponse, nowMs: number): number {
  return cooldownUntil === null ? 0 : Date.parse(cooldownUntil) - nowMs;
}

function quarterOf({ counts }: RunResponse): number {
  return Math.floor(doneShare(counts) * 4);
}

function standing(run: RunResponse): string {
  const quarter = quarterOf(run);
  const progress = run.state === "running" && quarter > 0 && quarter < 4 ? `, ${quarter * 25} percent done` : "";
  return `${stateWord(run.state, run.counts.notScored)}${progress}`;
}

/** Reads out what matters: a change of state and why, a long cooldown, and each quarter of the way. */
export function Announcer({ run }: { run: RunResponse }) {
  const before = useRef(run);
  const [said, setSaid] = useState(() => standing(run));
  useEffect(() => {
    const next = announcementOf(before.current, run, Date.now());
    before.current = run;
    if (next !== null) setSaid(next);
  }, [run]);
  return <output className="sr-only">{said}</output>;
}
