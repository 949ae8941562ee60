import { describe, expect, it } from "vitest";
import type { LogEntry } from "@/lib/engine/ports/run-records";
import { RunLog } from "@/lib/engine/run-log";

function rig(lastSeq = 0) {
  const entries: LogEntry[] = [];
  let now = 0;
  const log = new RunLog(lastSeq, { now: () => now, monotonicMs: () => now }, (entry) => entries.push(entry));
  const at = (ms: number, foldKey?: string) => {
    now = ms;
    log.add({
      kind: "retry",
      level: "info",
      text: `at ${ms}`,
      caseId: `c${ms}`,
      waitMs: ms,
      ...(foldKey === undefined ? {} : { foldKey }),
    });
  };
  return { entries, log, at };
}

describe("RunLog", () => {
  it("writes the first of alike lines at once and folds the others of five seconds into one with their number", () => {
    const { entries, at, log } = rig();
    for (const ms of [0, 100, 200, 4900]) at(ms, "429");
    expect(entries.map((e) => e.text)).toEqual(["at 0"]);
    log.closeFolds(5000);
    expect(entries.map((e) => [e.text, e.count])).toEqual([
      ["at 0", 1],
      ["in 5 s · longest wait 4.9 s · latest: at 4900", 3],
    ]);
    at(6000, "429");
    expect(entries.at(-1)).toMatchObject({ text: "at 6000", count: 1, caseId: "c6000" });
  });

  it("lets a single line that follows stand for itself, with its case", () => {
    const { entries, at, log } = rig();
    at(0, "500");
    at(700, "500");
    log.closeFolds(5000);
    expect(entries.map((e) => [e.text, e.caseId, e.count])).toEqual([
      ["at 0", "c0", 1],
      ["at 700", "c700", 1],
    ]);
  });

  it("tells no entry of the future where it is closed before its time", () => {
    const { entries, at, log } = rig();
    for (const ms of [0, 100, 200]) at(ms, "429");
    log.closeFolds(Number.POSITIVE_INFINITY);
    expect(entries.at(-1)).toMatchObject({ at: 200, count: 2 });
  });

  it("never folds lines without a key, nor lines with different ones", () => {
    const { entries, at } = rig();
    at(0);
    at(1);
    at(2, "a");
    at(3, "b");
    expect(entries).toHaveLength(4);
  });

  it("goes on from the last sequence number, and loses nothing when it is closed", () => {
    const { entries, at, log } = rig(41);
    at(0, "a");
    at(1, "a");
    log.closeFolds(Number.POSITIVE_INFINITY);
    expect(entries.map((e) => e.seq)).toEqual([42, 43]);
    expect(entries.every((e) => Number.isFinite(e.at))).toBe(true);
  });
});
