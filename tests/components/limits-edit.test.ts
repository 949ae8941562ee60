import { describe, expect, it } from "vitest";
import { effectiveAfter, limitsPatch, previewEdit } from "@/components/runs/limits-edit";
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
    expect(previewEdit(run, { ...run.limits, requestsPerSecond: 10 }, NOW).slotsNeeded).toEqual({
      slots: 12,
      callMs: 1200,
    });
    expect(previewEdit(run, run.limits, NOW).slotsNeeded).toBeNull();
  });

  it("says that requests in flight drain when concurrency is cut", () => {
    expect(previewEdit(run, { ...run.limits, concurrency: 3 }, NOW).draining).toEqual({ from: 6, to: 3 });
  });

  it("says when the run will be done, and how much sooner that is", () => {
    const words = (limits: typeof run.limits) => previewEdit(run, limits, NOW).sentence?.replace(/\s/g, " ");
    // 487 cases, 1.046 attempts each, and the last calls.
    expect(words({ ...run.limits, requestsPerSecond: 10, concurrency: 12 })).toBe(
      `Finishes ≈${formatClockMinutes(NOW + 53_400)}, 51 s sooner.`,
    );
    expect(words(run.limits)).toBe(`Finishes ≈${formatClockMinutes(NOW + 104_300)}, as now.`);
  });

  it("promises nothing about time before anything was measured", () => {
    const fresh = runWith({ times: { ...run.times, providerLatencyMs: { p50: null, p95: null } } });
    expect(previewEdit(fresh, faster, NOW).sentence).toBeNull();
  });
});
