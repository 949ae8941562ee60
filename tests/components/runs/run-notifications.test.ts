import { describe, expect, it } from "vitest";
import { noticeOf } from "@/components/runs/use-run-notifications";
import { runWith } from "../run-builder";

const reason = { code: "errors-in-row", message: "The last 20 attempts all failed. Look at the log." };
const counts = { total: 60, done: 60, passed: 50, failed: 10, notScored: 0, inFlight: 0, pending: 0 };

describe("the browser is told", () => {
  it("that a run pauses by itself, once, with what to do next", () => {
    const pausing = runWith({ state: "pausing", stopReason: reason });
    expect(noticeOf(runWith(), pausing)).toEqual({ title: "nightly-qa pauses", body: reason.message });
    expect(noticeOf(pausing, runWith({ state: "paused", stopReason: reason }))).toBeNull();
  });

  it("that a run ended, with its count", () => {
    expect(noticeOf(runWith(), runWith({ state: "finished", counts }))).toEqual({
      title: "nightly-qa: Finished",
      body: "60 of 60 cases done",
    });
  });

  it("nothing of what a person did, or of a run that was opened when it was over", () => {
    expect(noticeOf(runWith(), runWith({ state: "paused" }))).toBeNull();
    const user = { code: "user", message: "" };
    expect(noticeOf(runWith(), runWith({ state: "paused", stopReason: user }))).toBeNull();
    const over = runWith({ state: "finished", counts });
    expect(noticeOf(over, over)).toBeNull();
  });
});
