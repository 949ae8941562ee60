import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { applyRunEvent } from "@/lib/client/run-event-cache";
import { makeDuplicateFilter } from "@/lib/client/run-event-stream";
import { runKeys } from "@/lib/client/runs";
import type { RunEvent } from "@/lib/contracts/events";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import { runWith } from "../components/run-builder";
import { bucketAt } from "./bucket-builder";

const entry = (id: string, count = 1): LogEntryResponse => ({
  id,
  at: "2026-01-01T12:00:00.000Z",
  kind: "rate-limited",
  level: "warn",
  text: "429",
  caseId: null,
  actor: null,
  count,
});

describe("events of a run in the cache", () => {
  it("puts new log entries first and replaces one that was folded further", async () => {
    const client = new QueryClient();
    for (const e of [entry("a"), entry("b"), entry("a", 14)])
      await applyRunEvent(client, "r", { type: "log", entry: e });
    const log = client.getQueryData<LogEntryResponse[]>(runKeys.liveLog("r"));
    expect(log?.map((e) => [e.id, e.count])).toEqual([
      ["a", 14],
      ["b", 1],
    ]);
  });

  it("reads the log anew with the first second, for what was logged before the stream began, and with each state", async () => {
    const client = new QueryClient();
    const isStale = () => client.getQueryState(runKeys.log("r"))?.isInvalidated;
    const read = () => client.setQueryData(runKeys.log("r"), {});
    const run = runWith({ id: "r" });
    const tick = (t: string) => applyRunEvent(client, "r", { type: "tick", run, bucket: bucketAt(Date.parse(t)) });
    read();
    await tick("2026-01-01T12:00:01.000Z");
    expect(isStale()).toBe(true);
    read();
    await tick("2026-01-01T12:00:02.000Z");
    expect(isStale()).toBe(false);
    await applyRunEvent(client, "r", { type: "state", actor: null, run });
    expect(isStale()).toBe(true);
  });

  it("reads the log anew also where its first read, of a moment before, is still under way", async () => {
    const client = new QueryClient();
    const answers: ((text: string) => void)[] = [];
    const log = new QueryObserver(client, {
      queryKey: [...runKeys.log("r"), {}],
      queryFn: () => new Promise<string>((answer) => answers.push(answer)),
    });
    const leave = log.subscribe(() => {});
    expect(answers).toHaveLength(1);
    const told = applyRunEvent(client, "r", { type: "state", actor: null, run: runWith({ id: "r" }) });
    await expect.poll(() => answers).toHaveLength(2);
    answers[0]?.("before it paused");
    answers[1]?.("after it paused");
    await told;
    expect(log.getCurrentResult().data).toBe("after it paused");
    leave();
  });

  it("forgets what was seen live when the stream could not be replayed", async () => {
    const client = new QueryClient();
    client.setQueryData(runKeys.metrics("r"), { stale: false });
    await applyRunEvent(client, "r", { type: "log", entry: entry("a") });
    await applyRunEvent(client, "r", { type: "reset", reason: "server restarted" });
    expect(client.getQueryData(runKeys.liveLog("r"))).toEqual([]);
    expect(client.getQueryState(runKeys.metrics("r"))?.isInvalidated).toBe(true);
  });
});

describe("duplicates of a replay", () => {
  const log: RunEvent = { type: "log", entry: entry("a") };

  it("are dropped by their id", () => {
    const isNew = makeDuplicateFilter();
    expect([isNew(log, "1"), isNew(log, "1"), isNew(log, "2")]).toEqual([true, false, true]);
  });

  it("never drop a reset, which bears the id of the event before it", () => {
    const isNew = makeDuplicateFilter();
    isNew(log, "1");
    expect(isNew({ type: "reset", reason: "gone" }, "1")).toBe(true);
  });
});
