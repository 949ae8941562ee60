import type { z } from "zod";
import type { runEvent } from "@/lib/contracts/events";
import type { RunResponse } from "@/lib/contracts/runs";
import type { EngineEvent } from "@/lib/engine/ports/engine-events";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { isoTimeOf } from "./iso-time";
import { logEntryView } from "./read-run-log";
import { tickBucket } from "./read-run-metrics";
import { readRun } from "./read-runs";

type RunEvent = z.input<typeof runEvent>;

/** One event, made once for all who watch. `data` is a line of JSON. */
export interface WatchMessage {
  readonly id: string;
  readonly data: string;
}
export interface RunFeed {
  open(after: string | null, deliver: (message: WatchMessage) => void, fail: (error: unknown) => void): () => void;
  recover(): Promise<readonly WatchMessage[]>;
}

/** Messages kept per run, so that watchers a little behind each other share them. */
const KEPT = 64;
/** A replayed event carries the run as it is now; it need not be younger than this. */
const REPLAY_AGE_MS = 1000;

interface Shared {
  readonly messages: Map<string, Promise<WatchMessage>>;
  newest: number;
  run: { readonly madeAtMs: number; readonly value: Promise<RunResponse> } | null;
  watchers: number;
}

/** The events of runs for any number of watchers: what is expensive is done once per event, not once per watcher. */
export class RunWatch {
  readonly #shared = new Map<string, Shared>();

  /** How many watch some run now. */
  get watchers(): number {
    let sum = 0;
    for (const shared of this.#shared.values()) sum += shared.watchers;
    return sum;
  }

  /** @throws DomainError not-found */
  async feed(context: ServiceContext, runId: string): Promise<RunFeed> {
    await findRun(context, runId);
    return {
      open: (after, deliver, fail) => this.#open(context, runId, after, { deliver, fail }),
      recover: () => this.#afresh(context, runId, "this watcher was too slow to keep up"),
    };
  }

  #open(
    context: ServiceContext,
    runId: string,
    after: string | null,
    to: { deliver: (message: WatchMessage) => void; fail: (error: unknown) => void },
  ): () => void {
    const shared = this.#sharedOf(runId);
    shared.watchers += 1;
    let open = true;
    let queue = Promise.resolve();
    // Each event is worked out apart, and delivered in turn.
    const enqueue = (make: () => Promise<readonly WatchMessage[]>) => {
      const made = make();
      queue = queue.then(async () => {
        try {
          for (const message of await made) if (open) to.deliver(message);
        } catch (error) {
          if (open) to.fail(error);
        }
      });
    };
    const early: { id: string; event: EngineEvent }[] = [];
    let started = false;
    const subscription = context.bus.subscribe(runId, after, (id, event) => {
      if (started) enqueue(async () => [await this.#message(context, runId, shared, id, event)]);
      else early.push({ id, event });
    });
    started = true;
    if (subscription.gap)
      enqueue(() => this.#afresh(context, runId, "the events since then are gone", subscription.lastId));
    else if (after === null) enqueue(async () => [await this.#snapshot(context, runId, subscription.lastId)]);
    for (const { id, event } of early) enqueue(async () => [await this.#message(context, runId, shared, id, event)]);
    return () => {
      if (!open) return;
      open = false;
      subscription.unsubscribe();
      shared.watchers -= 1;
      if (shared.watchers === 0) this.#shared.delete(runId);
    };
  }

  #sharedOf(runId: string): Shared {
    const known = this.#shared.get(runId);
    if (known !== undefined) return known;
    const shared: Shared = { messages: new Map(), newest: -1, run: null, watchers: 0 };
    this.#shared.set(runId, shared);
    return shared;
  }

  async #snapshot(context: ServiceContext, runId: string, id: string): Promise<WatchMessage> {
    return message(id, { type: "snapshot", run: await readRun(context, runId) });
  }

  async #afresh(context: ServiceContext, runId: string, reason: string, lastId?: string): Promise<WatchMessage[]> {
    const id = lastId ?? newestId(context, runId);
    return [message(id, { type: "reset", reason }), await this.#snapshot(context, runId, id)];
  }

  #message(
    context: ServiceContext,
    runId: string,
    shared: Shared,
    id: string,
    event: EngineEvent,
  ): Promise<WatchMessage> {
    const known = shared.messages.get(id);
    if (known !== undefined) return known;
    const made = this.#wireEvent(context, runId, shared, id, event).then((wire) => message(id, wire));
    shared.messages.set(id, made);
    const [oldest] = shared.messages.keys();
    if (shared.messages.size > KEPT && oldest !== undefined) shared.messages.delete(oldest);
    return made;
  }

  async #wireEvent(
    context: ServiceContext,
    runId: string,
    shared: Shared,
    id: string,
    event: EngineEvent,
  ): Promise<RunEvent> {
    switch (event.type) {
      case "log":
        return { type: "log", entry: logEntryView(event.entry) };
      case "cooldown":
        return { type: "cooldown", at: isoTimeOf(event.at), until: isoTimeOf(event.until), reason: event.reason };
      case "tick":
        return { type: "tick", bucket: tickBucket(event.tick), run: await this.#runAt(context, runId, shared, id) };
      case "state":
        return { type: "state", actor: event.actor, run: await this.#runAt(context, runId, shared, id) };
      case "limit": {
        const { at, scope, actor, reason, text } = event;
        const run = await this.#runAt(context, runId, shared, id);
        return { type: "limit", at: isoTimeOf(at), scope, actor, reason, text, run };
      }
    }
  }

  /** The run as it stands after the event `id`; of an event that is replayed, as it stood lately. */
  #runAt(context: ServiceContext, runId: string, shared: Shared, id: string): Promise<RunResponse> {
    const seq = Number(id.slice(id.lastIndexOf("-") + 1));
    const now = context.clock.monotonicMs();
    const replayed = seq <= shared.newest;
    if (replayed && shared.run !== null && now - shared.run.madeAtMs < REPLAY_AGE_MS) return shared.run.value;
    shared.newest = Math.max(shared.newest, seq);
    shared.run = { madeAtMs: now, value: readRun(context, runId) };
    return shared.run.value;
  }
}

function message(id: string, event: RunEvent): WatchMessage {
  return { id, data: JSON.stringify(event) };
}

function newestId(context: ServiceContext, runId: string): string {
  const { lastId, unsubscribe } = context.bus.subscribe(runId, null, () => {});
  unsubscribe();
  return lastId;
}
