import type { RunState } from "@/lib/core/runs/run-state";

/** How the page is linked to the run at the server. A lost link changes nothing about the run. */
export interface Link {
  readonly phase: "connecting" | "open" | "waiting" | "ended";
  readonly online: boolean;
  readonly signedOut: boolean;
  /** When anything last came: an event or a sign of life, epoch ms. */
  readonly heardAt: number | null;
  /** When the last event came, epoch ms. */
  readonly eventAt: number | null;
  /** Failed connections in a row. */
  readonly failures: number;
  /** Set on coming back, until the events that were missed have been replayed. */
  readonly catchingUp: boolean;
}

export const INITIAL_LINK: Link = {
  phase: "connecting",
  online: true,
  signedOut: false,
  heardAt: null,
  eventAt: null,
  failures: 0,
  catchingUp: false,
};

export type LinkSignal =
  /** A new watch begins. */
  | { readonly type: "started" }
  | { readonly type: "opened"; readonly at: number }
  | { readonly type: "heard"; readonly at: number }
  /** An event; `current` when it tells of now and not of a time before the link was lost. */
  | { readonly type: "event"; readonly at: number; readonly current: boolean }
  | { readonly type: "lost" }
  | { readonly type: "retrying" }
  | { readonly type: "online"; readonly online: boolean }
  | { readonly type: "signed-out" }
  | { readonly type: "ended" };

/** The link after a signal. */
export function nextLink(link: Link, signal: LinkSignal): Link {
  switch (signal.type) {
    case "started":
      return { ...INITIAL_LINK, online: link.online };
    case "opened":
      return { ...link, phase: "open", signedOut: false, heardAt: signal.at, catchingUp: link.failures > 0 };
    case "heard":
      return { ...link, heardAt: signal.at };
    case "event":
      return {
        ...link,
        heardAt: signal.at,
        eventAt: signal.at,
        failures: 0,
        catchingUp: link.catchingUp && !signal.current,
      };
    case "lost":
      return link.phase === "ended" ? link : { ...link, phase: "waiting", failures: link.failures + 1 };
    case "retrying":
      return link.phase === "ended" ? link : { ...link, phase: "connecting" };
    case "online":
      return { ...link, online: signal.online };
    case "signed-out":
      return { ...link, phase: "waiting", signedOut: true };
    case "ended":
      return { ...link, phase: "ended", catchingUp: false };
  }
}

export type LinkKind =
  | "connecting"
  | "live"
  | "delayed"
  | "reconnecting"
  | "offline"
  | "catching-up"
  | "signed-out"
  | "ended";

export interface LinkView {
  readonly kind: LinkKind;
  /** When the page last heard of the run, epoch ms; null before the first time. */
  readonly sinceMs: number | null;
  /** How long ago that is, ms. */
  readonly behindMs: number | null;
  readonly failures: number;
}

/** The silence in ms after which a link counts as delayed and as lost. A run at rest sends only a sign of life each 10 s. */
const SILENCE = { ticking: { delayed: 5000, lost: 15_000 }, resting: { delayed: 15_000, lost: 30_000 } } as const;

/** What the page says of its link at `nowMs`. */
export function viewLink(link: Link, runState: RunState | null, nowMs: number): LinkView {
  const ticking = runState === "running" || runState === "pausing" || runState === "cancelling";
  const since = ticking ? link.eventAt : link.heardAt;
  const behindMs = since === null ? null : Math.max(0, nowMs - since);
  return {
    kind: linkKind(link, behindMs, ticking ? SILENCE.ticking : SILENCE.resting),
    sinceMs: since,
    behindMs,
    failures: link.failures,
  };
}

function linkKind(link: Link, behindMs: number | null, silence: { delayed: number; lost: number }): LinkKind {
  if (link.phase === "ended") return "ended";
  if (link.signedOut) return "signed-out";
  if (!link.online) return "offline";
  if (link.failures > 0 && link.phase !== "open") return "reconnecting";
  if (link.catchingUp) return "catching-up";
  if (behindMs === null) return link.phase === "open" ? "live" : "connecting";
  if (behindMs > silence.lost) return "reconnecting";
  return behindMs > silence.delayed ? "delayed" : "live";
}

const BACKOFF_MS = [1000, 2000, 4000, 8000, 15_000] as const;

/** How long to wait before the nth try to connect again (from 1), with up to a quarter of jitter. `random` is from 0 to 1. */
export function reconnectDelayMs(failures: number, random: number): number {
  const base = BACKOFF_MS[Math.min(Math.max(failures, 1), BACKOFF_MS.length) - 1] ?? 15_000;
  return Math.round(base * (1 + 0.25 * random));
}

/** True when a stream that seems open has been silent for so long that it must be dead. */
export function isSilentTooLong(link: Link, nowMs: number): boolean {
  return link.phase === "open" && link.heardAt !== null && nowMs - link.heardAt > SILENCE.resting.lost;
}
