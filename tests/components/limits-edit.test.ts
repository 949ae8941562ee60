import { describe, expect, it } from "vitest";
import { effectiveAfter, limitsPatch } from "@/components/runs/limits-edit";
import { previewEdit } from "@/components/runs/preview-edit";
import { moreSlots } from "@/lib/core/runs/bound-by-remedy";
import { formatClockMinutes } from "@/lib/format";
import { runWith } from "./run-builder";

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);
const run = runWith();
const faster = { ...run.limits, requestsPerSecond: 8, retry: { ...run.limits.retry, attempts: 6 } };

describe("an edit of limits", () => {
  it("names only what it changes", () => {
    const patch = limitsPatch(run.limits, faster);
    expect(patch).toEqual({ requestsPerSecond: 8, retry: { attempts: 6 } });
  });

  it("is held below the pool's limits", () => {
    expect(effectiveAfter(run, "run", { ...run.limits, requestsPerSecond: 20 }).requestsPerSecond).toBe(10);
  });

  it("of a pool does not lift a run above its own limits", () => {
    expect(effectiveAfter(run, "pool", { ...run.limits, requestsPerSecond: 20 }).requestsPerSecond).toBe(5);
  });

  it("foretells when too few slots will carry the rate", () => {
    // 12 are in use at that rate, and a quarter to spare: as many as the page's own remedy would set.
    const tenPerSecond = { ...run.limits, requestsPerSecond: 10 };
    expect(previewEdit(run, "run", tenPerSecond, NOW).slotsNeeded).toEqual({ slots: 15, callMs: 1200 });
    expect(moreSlots(10, 1200, "run")?.value).toBe(15);
    expect(previewEdit(run, "run", run.limits, NOW).slotsNeeded).toBeNull();
    expect(previewEdit(run, "run", { ...tenPerSecond, concurrency: 12 }, NOW).slotsNeeded).toBeNull();
  });

  it("goes by the calls of late, and by those of the whole run before there are any", () => {
    const calls = (recentCallMs: number | null) => runWith({ times: { ...run.times, recentCallMs } });
    expect(previewEdit(calls(4000), "run", run.limits, NOW).slotsNeeded).toEqual({ slots: 25, callMs: 4000 });
    expect(previewEdit(calls(null), "run", { ...run.limits, concurrency: 4 }, NOW).slotsNeeded?.callMs).toBe(1200);
  });

  it("says that requests in flight drain when concurrency is cut", () => {
    expect(previewEdit(run, "run", { ...run.limits, concurrency: 3 }, NOW).draining).toEqual({ from: 6, to: 3 });
  });

  it("says when the run will be done, and how much sooner that is", () => {
    const words = (limits: typeof run.limits) => previewEdit(run, "run", limits, NOW).sentence?.replace(/\s/g, " ");
    // 487 cases, 1.046 attempts each, and the last calls.
    expect(words({ ...run.limits, requestsPerSecond: 10, concurrency: 12 })).toBe(
      `Finishes ≈${formatClockMinutes(NOW + 53_400)}, 51 s sooner.`,
    );
    expect(words(run.limits)).toBe(`Finishes ≈${formatClockMinutes(NOW + 104_300)}, as now.`);
  });

  describe("where the provider makes the pace", () => {
    const words = (providerPace: typeof run.providerPace, requestsPerSecond: number, over = {}) => {
      const given = runWith({ providerPace, ...over });
      const ample = { ...given.limits, concurrency: 50, requestsPerSecond };
      return previewEdit({ ...given, effectiveLimits: { ...ample, requestsPerSecond: 10 } }, "run", ample, NOW);
    };
    const keepsAsking = (going: boolean) => ({
      requestsPerSecond: null,
      tokensPerMinute: null,
      cooldowns: { going, okPerSecond: 0.8, drawnAtRps: 10 },
    });
    const told = { etaMs: 240_000 };
    const end = (ms: number) => `Finishes ≈${formatClockMinutes(NOW + ms)}`;

    it.each([
      [20, `${end(240_000)}, no gain expected. openai keeps asking to wait: going faster draws more 429s.`],
      [5, `${end(240_000)} or sooner. openai keeps asking to wait: going slower draws fewer 429s.`],
      [0.4, `${end(480_000)}, 4 min 0 s later.`],
      [10, `${end(240_000)}, as now.`],
    ])("by refusals, tells of %d rps what is true", (rps, sentence) => {
      expect(words(keepsAsking(true), rps, told).sentence?.replace(/\s/g, " ")).toBe(sentence);
    });

    it("remembers, at a lower rate, the one that was refused", () => {
      const slow = { ...run.effectiveLimits, requestsPerSecond: 5 };
      const given = runWith({ providerPace: keepsAsking(false), effectiveLimits: slow });
      const { sentence } = previewEdit(given, "run", { ...slow, requestsPerSecond: 12 }, NOW);
      expect(sentence?.replace(/\s/g, " ")).toMatch(/, no gain expected\. At 10 rps openai kept asking to wait\.$/);
    });

    it("by a limit that it told, goes by that, and says so", () => {
      const held = { requestsPerSecond: 5, tokensPerMinute: null, cooldowns: null };
      expect(words(held, 20)).toMatchObject({ sentence: expect.stringMatching(/, as now\.$/), heldRps: 5 });
      expect(words(held, 20).slotsNeeded).toBeNull();
      expect(words(held, 2.5).sentence).toMatch(/later\.$/);
      expect(words(held, 2.5).heldRps).toBeNull();
    });

    it("by refusals alone, begins anew at what its pool is set to", () => {
      const held = { requestsPerSecond: 5, tokensPerMinute: null, cooldowns: null };
      const given = runWith({ providerPace: held, paceRps: { requestsPerSecond: 5, reported: false } });
      const next = { ...given.limits, concurrency: 50, requestsPerSecond: 20 };
      expect(previewEdit(given, "pool", next, NOW).heldRps).toBeNull();
      expect(previewEdit(given, "run", next, NOW).heldRps).toBe(5);
      const reported = { ...given, paceRps: { requestsPerSecond: 5, reported: true } };
      expect(previewEdit(reported, "pool", next, NOW).heldRps).toBe(5);
    });

    it("by a limit on tokens that it refused beyond, goes by that", () => {
      const held = { requestsPerSecond: null, tokensPerMinute: 60, cooldowns: null };
      const bound = { attempts: { ...run.attempts, total: 750 } };
      expect(words(held, 20, bound).sentence).toMatch(/, as now\.$/);
    });
  });

  it("promises nothing about time before anything was measured", () => {
    const fresh = runWith({ times: { ...run.times, recentCallMs: null, providerLatencyMs: { p50: null, p95: null } } });
    expect(previewEdit(fresh, "run", faster, NOW).sentence).toBeNull();
  });
});
