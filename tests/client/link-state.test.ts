import { describe, expect, it } from "vitest";
import {
  INITIAL_LINK,
  isSilentTooLong,
  type Link,
  type LinkSignal,
  nextLink,
  reconnectDelayMs,
  viewLink,
} from "@/lib/client/link-state";

const linkAfter = (...signals: LinkSignal[]): Link => signals.reduce(nextLink, INITIAL_LINK);
const opened: LinkSignal = { type: "opened", at: 0 };
const event = (at: number, current = true): LinkSignal => ({ type: "event", at, current });

describe("what the page says of its link", () => {
  it.each([
    [400, "live"],
    [5000, "live"],
    [5001, "delayed"],
    [15_000, "delayed"],
    [15_001, "reconnecting"],
  ])("with the last tick %d ms ago it is %s", (silenceMs, kind) => {
    const view = viewLink(linkAfter(opened, event(1000)), "running", 1000 + silenceMs);
    expect(view).toMatchObject({ kind, behindMs: silenceMs });
  });

  it("does not call a paused run delayed while its signs of life come", () => {
    const link = linkAfter(opened, event(0), { type: "heard", at: 30_000 });
    expect(viewLink(link, "paused", 40_000).kind).toBe("live");
    expect(viewLink(link, "paused", 61_000).kind).toBe("reconnecting");
  });

  it("counts the tries while the stream is down", () => {
    const link = linkAfter(opened, event(0), { type: "lost" }, { type: "retrying" }, { type: "lost" });
    expect(viewLink(link, "running", 3000)).toEqual({
      kind: "reconnecting",
      sinceMs: 0,
      behindMs: 3000,
      failures: 2,
    });
  });

  it("catches up after coming back, until an event tells of now", () => {
    const back = linkAfter(opened, event(0), { type: "lost" }, { type: "retrying" }, { type: "opened", at: 40_000 });
    expect(viewLink(back, "running", 40_000).kind).toBe("catching-up");
    const replaying = nextLink(back, event(40_100, false));
    expect(viewLink(replaying, "running", 40_100).kind).toBe("catching-up");
    expect(viewLink(nextLink(replaying, event(40_200)), "running", 40_200).kind).toBe("live");
  });

  it("puts being offline above everything but the end", () => {
    const offline = linkAfter(opened, event(0), { type: "online", online: false });
    expect(viewLink(offline, "running", 100).kind).toBe("offline");
    expect(viewLink(nextLink(offline, { type: "ended" }), "finished", 100).kind).toBe("ended");
  });

  it("does not come back from the end by a late loss of the stream", () => {
    expect(linkAfter(opened, { type: "ended" }, { type: "lost" }).phase).toBe("ended");
  });
});

describe("connecting again", () => {
  it.each([
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [4, 8000],
    [5, 15_000],
    [50, 15_000],
  ])("waits before try %d for %d ms at least and a quarter more at most", (failures, ms) => {
    expect(reconnectDelayMs(failures, 0)).toBe(ms);
    expect(reconnectDelayMs(failures, 1)).toBe(ms * 1.25);
  });

  it("takes a stream for dead that seems open and says nothing", () => {
    const link = linkAfter(opened, event(0));
    expect(isSilentTooLong(link, 29_000)).toBe(false);
    expect(isSilentTooLong(link, 31_000)).toBe(true);
  });
});
