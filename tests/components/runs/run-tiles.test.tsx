import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { type Freshness, RunTiles } from "@/components/runs/run-tiles";
import { formatClock, formatClockMinutes } from "@/lib/format";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

const SEEN_MS = Date.UTC(2026, 0, 1, 12, 1, 0);
const base = runWith();

function tiles(over: Parameters<typeof runWith>[0] = {}, freshness: Freshness = "fresh") {
  show(<RunTiles run={runWith(over)} freshness={freshness} asOf={formatClock(SEEN_MS)} nowMs={SEEN_MS} />);
  return within(screen.getByRole("region", { name: "Figures of the run" }));
}

/** The text of a tile, its label left out. */
function tile(label: string): string {
  const section = screen.getByRole("region", { name: "Figures of the run" });
  const found = [...section.children].find((each) => each.firstElementChild?.textContent === label);
  return (found?.textContent ?? "").replace(label, "").replace(/\u00a0/g, " ");
}

describe("the tiles of a page that is cut off", () => {
  const live = {
    costUsd: 1.84,
    budgetUsd: 5,
    cost: { ...base.cost, totalUsd: 1.84 },
    active: { ...base.active, backingOff: 3, longestBackoffMs: 4000, judging: 2 },
  };

  it("show no figure that may have changed meanwhile, and of the progress only when it was seen", () => {
    const { getAllByText } = tiles(live, "lost");
    expect(getAllByText("–")).toHaveLength(9);
    for (const label of ["Pass rate so far", "Time left", "Cost, est.", "Rate now", "429", "Retried cases"]) {
      expect(tile(label), label).toBe("–");
    }
    expect([tile("Provider latency"), tile("In flight")]).toEqual(["–", "–"]);
    expect(tile("Progress")).toBe(`–as of ${formatClock(SEEN_MS)}: 713 / 1,200`);
    const bars = screen.getAllByRole("progressbar").map((bar) => bar.getAttribute("aria-valuenow"));
    expect(bars).toEqual(["0", "0", "0"]);
  });

  it("show a zero that is true as one", () => {
    tiles({ rateNow: 0, rateLimitedLastMinute: 0, attempts: { ...base.attempts, rateLimited: 0 } });
    expect(tile("Rate now")).toMatch(/^0\/ 5 rps/);
    expect(tile("429")).toMatch(/^0· 0 in 60 s/);
  });
});

describe("the tiles of a run that asks each case several times", () => {
  const api = fakeApi();

  it("say so, and give the pass rate the margin that is reckoned by cases", async () => {
    const tally = { cases: 400, always: 200, sometimes: 100, never: 50, notScored: 0, unfinished: 50 };
    const passRateInterval = { low: 0.8, high: 0.9 };
    api.answer("GET /api/v1/runs/run_1/repeats", () => ({
      status: 200,
      body: { repeats: 3, tally, passRateInterval },
    }));
    tiles({ repeats: 3 });
    expect(tile("Progress · 400 cases × 3")).toMatch(/^713 \/ 1,200/);
    await waitFor(() => expect(tile("Pass rate so far")).toContain("± 5"));
  });
});

describe("the tiles", () => {
  it("hold the rate against the limit in force, and say what is set", () => {
    const paceRps = { requestsPerSecond: 2, reported: true };
    tiles({ rateNow: 1.8, paceRps });
    expect(tile("Rate now")).toBe("1.8/ 2 rps reportedLimit used 90 % · 5 set");
  });

  it("name no provider's report where refusals lowered the rate", () => {
    tiles({ rateNow: 1.8, paceRps: { requestsPerSecond: 2, reported: false } });
    expect(tile("Rate now")).toBe("1.8/ 2 rpsLimit used 90 % · 5 set");
  });

  it("count as gave up the retried cases that used up their attempts, and name the longest backoff", () => {
    const attemptsPerCase = [
      { attempts: 1, cases: 680, lost: 4 },
      { attempts: 4, cases: 33, lost: 19 },
    ];
    tiles({ attemptsPerCase, active: { ...base.active, longestBackoffMs: 4000 } });
    expect(tile("Retried cases")).toMatch(/33.*19 gave up · backoff 4\.0 s$/);
  });

  it("count as gave up what failed its only attempt, where there is no second", () => {
    const limits = { ...base.limits, retry: { ...base.limits.retry, attempts: 1 } };
    tiles({ effectiveLimits: limits, attemptsPerCase: [{ attempts: 1, cases: 713, lost: 23 }] });
    expect(tile("Retried cases")).toContain("23 gave up");
  });

  it("tell the time left with the waits to come in it, and between which moments it ends", () => {
    const clock = (ms: number) => formatClockMinutes(SEEN_MS + ms);
    tiles({
      etaMs: 245_000,
      etaRangeMs: { least: 200_000, most: 300_000 },
      cooldownUntil: new Date(SEEN_MS + 5000).toISOString(),
    });
    expect(tile("Time left")).toBe(`waits 5 sthen ≈4 minfinishes ≈${clock(200_000)}–${clock(300_000)} · 1:00 running`);
  });

  it("call only requests in flight so: cases that are begun and not done are under way", () => {
    tiles();
    expect(tile("In flight")).toMatch(/^6\//);
    expect(screen.getByRole("progressbar", { name: /Progress/ }).getAttribute("aria-valuetext")).toMatch(/8 under way/);
  });

  it("call the time that the run ran so, since pauses are left out of it", () => {
    const { getByTitle } = tiles({ activeMs: 166_000 });
    expect(tile("Time left")).toMatch(/2:46 running$/);
    expect(getByTitle("Time running, pauses left out").textContent).toContain("2:46 running");
  });

  it("say of the pass rate what it is a share of, and what it leaves out", () => {
    tiles();
    expect(tile("Pass rate so far")).toMatch(/^87 %± 2\.5of 690 scored, 23 not scored$/);
  });

  it.each([
    ["no case waits", { oldestWaitMs: null }, /^6\/ 8queue 479$/],
    ["one has waited long", { oldestWaitMs: 918 }, /^6\/ 8longest wait 918 ms · queue 479$/],
    ["more are in flight than may be at once", { calling: 11 }, /^11\/ 8.*draining to 8 · queue 479/],
    ["some back off", { backingOff: 3, judging: 2 }, /queue 479 · 3 backing off · 2 with judges/],
  ])("say of what is in flight that %s", (_what, over, text) => {
    tiles({ active: { ...base.active, ...over } });
    expect(tile("In flight")).toMatch(text);
  });
});
