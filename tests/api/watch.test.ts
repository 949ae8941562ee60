import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { POST as cancel } from "@/app/api/v1/runs/[runId]/cancel/route";
import { GET as watch } from "@/app/api/v1/runs/[runId]/events/route";
import { PATCH as patchLimits } from "@/app/api/v1/runs/[runId]/limits/route";
import { runEvent } from "@/lib/contracts/events";
import { runResponse } from "@/lib/contracts/runs";
import { container, ok, refused, runEnded, runWhere, send } from "./support/api-server";
import { aRun, HARDLY } from "./support/launch";

type Seen = { readonly id: string; readonly event: z.infer<typeof runEvent> };

/** Watches a run like a browser, until `enough` says so; each event is checked with its contract. */
async function watched(
  runId: string,
  enough: (seen: readonly Seen[]) => boolean,
  options: { headers?: Record<string, string>; path?: string; onOpen?: () => Promise<unknown> } = {},
): Promise<Seen[]> {
  const link = new AbortController();
  const { onOpen, ...rest } = options;
  const response = await send(watch, { ...rest, params: { runId }, signal: link.signal });
  expect(response.headers.get("content-type")).toMatch("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("no body");
  const seen: Seen[] = [];
  let text = "";
  let opened = false;
  while (!enough(seen)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const id = /^id: (.+)$/m.exec(block)?.[1];
      const data = /^data: (.+)$/m.exec(block)?.[1];
      if (id !== undefined && data !== undefined) seen.push({ id, event: runEvent.parse(JSON.parse(data)) });
    }
    if (!opened && seen.length > 0) {
      opened = true;
      await onOpen?.();
    }
  }
  link.abort();
  return seen;
}

const ended = (seen: readonly Seen[]) => seen.some(({ event }) => "run" in event && event.run.state === "finished");
const types = (seen: readonly Seen[]) => seen.map(({ event }) => event.type);

describe("watching a run", () => {
  it("begins with a snapshot and tells of every second up to the end, with ids that grow", async () => {
    const limits = { requestsPerSecond: 10, burst: 1, concurrency: 5 };
    const run = await aRun({ limits }, 25);
    const seen = await watched(run.id, ended);
    expect(seen[0]).toMatchObject({ event: { type: "snapshot", run: { id: run.id } } });
    expect(types(seen)).toEqual(expect.arrayContaining(["tick", "state", "log"]));
    const numbers = seen.map(({ id }) => Number(id.split("-").at(-1)));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
    const started = seen.reduce((sum, { event }) => (event.type === "tick" ? sum + event.bucket.started : sum), 0);
    expect(started).toBe(25);
  });

  it("goes on after the last event that was seen, without a gap and without a repetition", async () => {
    const limits = { requestsPerSecond: 10, burst: 1, concurrency: 5 };
    const run = await aRun({ limits }, 15);
    const whole = watched(run.id, ended);
    const begun = await watched(run.id, (seen) => seen.length >= 4);
    const last = begun.at(-1)?.id ?? "";
    await runEnded(run.id);
    const all = (await whole).map(({ id }) => id);
    const missed = all.slice(all.indexOf(last) + 1);
    const byHeader = await watched(run.id, (seen) => seen.length >= missed.length, {
      headers: { "last-event-id": last },
    });
    expect(byHeader.map(({ id }) => id)).toEqual(missed);
    const byQuery = await watched(run.id, (seen) => seen.length >= missed.length, { path: `/x?lastEventId=${last}` });
    expect(byQuery.map(({ id }) => id)).toEqual(missed);
  });

  it.each(["another-life-12", "nonsense", "0-0"])("says so where the events after %s are gone", async (last) => {
    const run = await runEnded((await aRun()).id);
    const seen = await watched(run.id, (all) => all.length >= 2, { headers: { "last-event-id": last } });
    expect(types(seen)).toEqual(["reset", "snapshot"]);
  });

  it("tells of an edit with its reason, and of the state it leads to", async () => {
    const { id } = await runWhere((await aRun({ limits: HARDLY })).id, (now) => now.counts.done === 1);
    const body = { limits: { burst: 4 }, reason: "room to breathe", revision: 1 };
    const seen = await watched(id, (all) => types(all).includes("limit"), {
      onOpen: () => ok(patchLimits, runResponse, { method: "PATCH", params: { runId: id }, body }),
    });
    expect(seen.find(({ event }) => event.type === "limit")?.event).toMatchObject({
      scope: "run",
      actor: "Local owner",
      reason: "room to breathe",
      text: "burst 1→4",
      run: { limits: { burst: 4 }, limitsRevision: 2 },
    });
    const after = await watched(
      id,
      (all) => all.some(({ event }) => event.type === "state" && event.run.state === "cancelled"),
      {
        onOpen: () => send(cancel, { method: "POST", params: { runId: id } }),
      },
    );
    expect(after.length).toBeGreaterThan(1);
  });

  it("is worked out once for all who watch", async () => {
    const limits = { requestsPerSecond: 10, burst: 1, concurrency: 5 };
    const run = await aRun({ limits }, 15);
    const { runs } = container.context.stores;
    const get = runs.get.bind(runs);
    let reads = 0;
    runs.get = (id) => {
      reads += 1;
      return get(id);
    };
    try {
      const crowd = await Promise.all(Array.from({ length: 50 }, () => watched(run.id, ended)));
      const events = Math.max(...crowd.map((seen) => seen.length));
      expect(crowd.every((seen) => seen.length === events)).toBe(true);
      // Opening costs each watcher two reads; after that, an event costs as much for fifty as for one.
      expect(reads).toBeLessThan(50 * 2 + 5 * events);
    } finally {
      runs.get = get;
    }
  });

  it("leaves nothing behind when the watcher goes", async () => {
    const run = await runEnded((await aRun()).id);
    await watched(run.id, (seen) => seen.length >= 1);
    // The server hears of it a moment later.
    await expect.poll(() => container.watch.watchers).toBe(0);
  });

  it("is refused for a run that there is not", async () => {
    expect(await refused(watch, { params: { runId: "run_no" } })).toMatchObject({ status: 404, code: "not-found" });
  });
});
