"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import type { RunEvent } from "@/lib/contracts/events";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import type { RunResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";
import { ApiError } from "./api-client";
import { INITIAL_LINK, isSilentTooLong, type Link, type LinkSignal, nextLink, reconnectDelayMs } from "./link-state";
import { addLogEntries, applyRunEvent } from "./run-event-cache";
import { makeDuplicateFilter, readRunEvents } from "./run-event-stream";
import { runKeys } from "./runs";
import { StreamSeat } from "./stream-seat";

/** A tab that was hidden for so long may hold a dead stream. */
const HIDDEN_TOO_LONG_MS = 15_000;
/** An event younger than this tells of now, not of what was missed. */
const CURRENT_MS = 3000;
/** A tab without a seat looks in this often for what is new, in sight and out of sight. */
const LOOK_IN_MS = { visible: 2000, hidden: 15_000 } as const;
/** How long it waits for an event of now: a run at rest sends none. */
const LOOK_MS = 1500;
const HEARD_EVERY_MS = 500;
/** Lines of the log that come within this time are written, and drawn, together. */
const LOG_GATHERS_MS = 250;

/**
 * Watches a run: writes its events into the query cache and says how the link is. While `enabled` is false (the run is
 * over) nothing is connected.
 */
export function useRunEvents(runId: string, enabled: boolean): Link {
  const client = useQueryClient();
  const [link, signal] = useReducer(nextLink, INITIAL_LINK);
  useEffect(() => {
    if (!enabled) {
      signal({ type: "ended" });
      return;
    }
    signal({ type: "started" });
    const watch = new RunWatch(client, runId, signal);
    watch.start();
    return () => watch.stop();
  }, [client, runId, enabled]);
  return link;
}

/**
 * One watch over one run, from mount to unmount: connects, reconnects, and follows the tab and the network. Without a seat
 * among the browser's streams it looks in now and then, and goes on each time from the last event that it saw.
 */
class RunWatch {
  private readonly isNew = makeDuplicateFilter();
  private readonly seat = new StreamSeat((held) => (held ? this.reconnectNow() : this.lookInLater()));
  private lookEnds: ReturnType<typeof setTimeout> | undefined;
  private lastEventId: string | null = null;
  private connection: AbortController | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private guard: ReturnType<typeof setInterval> | undefined;
  private hiddenAt: number | null = null;
  private link: Link = INITIAL_LINK;
  private stopped = false;
  private gathered: LogEntryResponse[] = [];
  private gathering: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly runId: string,
    private readonly report: (signal: LinkSignal) => void,
  ) {}

  start(): void {
    document.addEventListener("visibilitychange", this.onVisibility);
    document.addEventListener("freeze", this.onFreeze);
    window.addEventListener("focus", this.onLookedAt);
    window.addEventListener("pagehide", this.onFreeze);
    window.addEventListener("pageshow", this.onShown);
    window.addEventListener("online", this.onOnline);
    window.addEventListener("offline", this.onOffline);
    if (!navigator.onLine) this.signal({ type: "online", online: false });
    this.guard = setInterval(() => {
      if (isSilentTooLong(this.link, Date.now())) this.reconnectNow();
    }, 5000);
    this.seat.take();
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener("visibilitychange", this.onVisibility);
    document.removeEventListener("freeze", this.onFreeze);
    window.removeEventListener("focus", this.onLookedAt);
    window.removeEventListener("pagehide", this.onFreeze);
    window.removeEventListener("pageshow", this.onShown);
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("offline", this.onOffline);
    clearInterval(this.guard);
    this.writeGathered();
    this.disconnect();
    this.seat.close();
  }

  private disconnect(): void {
    clearTimeout(this.retry);
    clearTimeout(this.lookEnds);
    this.connection?.abort();
    this.connection = null;
  }

  private signal(signal: LinkSignal): void {
    this.link = nextLink(this.link, signal);
    this.report(signal);
  }

  private connect(): void {
    const connection = new AbortController();
    this.connection = connection;
    const isCurrent = () => !this.stopped && this.connection === connection;
    readRunEvents(this.runId, this.lastEventId, connection.signal, {
      onOpen: () => isCurrent() && this.onOpened(),
      onAlive: () => isCurrent() && this.hear(),
      onEvent: (event, id) => isCurrent() && this.take(event, id),
    }).then(
      () => isCurrent() && this.onClosed(),
      (error: unknown) => isCurrent() && this.onFailed(error),
    );
  }

  /** Bytes may come many times a second; the page is drawn anew with each signal. */
  private hear(): void {
    const now = Date.now();
    if (now - (this.link.heardAt ?? 0) >= HEARD_EVERY_MS) this.signal({ type: "heard", at: now });
  }

  private take(event: RunEvent, id: string): void {
    if (id !== "") this.lastEventId = id;
    if (!this.isNew(event, id)) return;
    const now = Date.now();
    if (event.type === "log") {
      this.gather(event.entry);
      return;
    }
    // What comes after a line of the log is applied after it.
    this.writeGathered();
    const current = event.type !== "tick" || now - Date.parse(event.bucket.t) < 1000 + CURRENT_MS;
    this.signal({ type: "event", at: now, current });
    applyRunEvent(this.client, this.runId, event).catch(() => {
      // Reads that an event set off show their own errors where they are drawn.
    });
    if (current && event.type === "tick" && !this.seat.held) this.lookInLater();
  }

  private gather(entry: LogEntryResponse): void {
    this.gathered.push(entry);
    this.gathering ??= setTimeout(() => {
      this.signal({ type: "event", at: Date.now(), current: true });
      this.writeGathered();
    }, LOG_GATHERS_MS);
  }

  private writeGathered(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    if (this.gathered.length > 0) addLogEntries(this.client, this.runId, this.gathered.splice(0));
  }

  private onOpened(): void {
    this.signal({ type: "opened", at: Date.now() });
    if (!this.seat.held) this.lookEnds = setTimeout(() => this.lookInLater(), LOOK_MS);
  }

  /** Gives the connection back until the next look. */
  private lookInLater(): void {
    this.disconnect();
    this.retry = setTimeout(() => this.connect(), LOOK_IN_MS[document.visibilityState]);
  }

  private onClosed(): void {
    const run = this.client.getQueryData<RunResponse>(runKeys.detail(this.runId));
    if (run !== undefined && isTerminal(run.state)) this.signal({ type: "ended" });
    else this.scheduleRetry();
  }

  private onFailed(error: unknown): void {
    if (error instanceof ApiError && error.status === 404) this.signal({ type: "ended" });
    else if (error instanceof ApiError && error.status === 401) this.signal({ type: "signed-out" });
    else this.scheduleRetry();
  }

  private scheduleRetry(): void {
    this.signal({ type: "lost" });
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.reconnectNow(), reconnectDelayMs(this.link.failures, Math.random()));
  }

  private reconnectNow(): void {
    if (this.stopped) return;
    this.disconnect();
    this.signal({ type: "retrying" });
    this.connect();
  }

  private readonly onVisibility = () => {
    if (document.visibilityState === "hidden") {
      this.hiddenAt = Date.now();
      return;
    }
    const hiddenMs = this.hiddenAt === null ? 0 : Date.now() - this.hiddenAt;
    this.hiddenAt = null;
    this.onLookedAt();
    // Timers of hidden tabs are frozen, so a dead stream may not have been noticed.
    if (hiddenMs > HIDDEN_TOO_LONG_MS && this.link.phase !== "ended") this.reconnectNow();
  };

  /** Whoever looks at the tab gets its stream. */
  private readonly onLookedAt = () => {
    if (document.visibilityState !== "visible" || this.link.phase === "ended") return;
    const had = this.seat.held;
    this.seat.take();
    if (!had) this.reconnectNow();
  };

  /** A page that is put to sleep, or kept for Back, must not hold a connection that it cannot read. */
  private readonly onFreeze = () => {
    this.disconnect();
    this.seat.leave();
  };

  private readonly onShown = (event: PageTransitionEvent) => {
    if (event.persisted) this.onLookedAt();
  };

  private readonly onOnline = () => {
    this.signal({ type: "online", online: true });
    if (this.link.phase !== "ended") this.reconnectNow();
  };

  private readonly onOffline = () => this.signal({ type: "online", online: false });
}
