import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { Announcer, announcementOf } from "@/components/runs/announcer";
import { runTitle } from "@/components/runs/run-title";
import type { LinkKind } from "@/lib/client/link-state";
import { runWith } from "../run-builder";
import { show } from "../screen";

const T0 = Date.UTC(2026, 0, 1, 12, 0, 0);
const inSeconds = (s: number) => new Date(T0 + s * 1000).toISOString();
const run = runWith();
const auth = { code: "auth", message: "openai refused the key (401)." };
const doneOf = (done: number) => ({ counts: { ...run.counts, done } });

describe("what is read out of a run", () => {
  it.each([
    ["a pause by a person", {}, { state: "paused" }, "Paused"],
    ["a pause of its own, with the reason", {}, { state: "pausing", stopReason: auth }, `Pausing: ${auth.message}`],
    ["that reason once", { state: "pausing", stopReason: auth }, { state: "paused", stopReason: auth }, "Paused"],
    ["a long cooldown", {}, { cooldownUntil: inSeconds(24) }, "Cooldown: nothing starts for 24 s."],
    ["it once", { cooldownUntil: inSeconds(20) }, { cooldownUntil: inSeconds(24) }, null],
    ["no short one", {}, { cooldownUntil: inSeconds(9) }, null],
    ["a quarter of the way", doneOf(599), doneOf(601), "Running, 50 percent done"],
    ["nothing of each second", doneOf(601), doneOf(602), null],
  ] as const)("%s", (_what, before, after, said) => {
    const told = announcementOf(runWith(before), runWith(after), T0);
    expect(told?.replace(/\u00a0/g, " ") ?? null).toBe(said);
  });

  it("stays until there is something else to say", () => {
    const { rerender } = show(<Announcer run={run} />);
    rerender(<Announcer run={runWith({ state: "pausing", stopReason: auth })} />);
    rerender(<Announcer run={runWith({ state: "pausing", stopReason: auth, rateNow: 1 })} />);
    expect(screen.getByRole("status").textContent).toBe(`Pausing: ${auth.message}`);
  });
});

describe("the title of the tab", () => {
  it.each([
    ["live", {}, "59 % · 4.9/s · nightly-qa"],
    ["reconnecting", {}, "Reconnecting… · nightly-qa"],
    ["offline", {}, "Offline · nightly-qa"],
    ["signed-out", { state: "paused" }, "Signed out · nightly-qa"],
    ["live", { state: "paused" }, "Paused · nightly-qa"],
    ["ended", { state: "finished" }, "Finished with gaps · nightly-qa"],
  ] as const)("of a page that is %s", (kind: LinkKind, over, title) => {
    expect(runTitle(runWith(over), { kind }).replace(/\u00a0/g, " ")).toBe(title);
  });
});
