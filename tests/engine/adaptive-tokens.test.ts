import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineRig } from "@/tests/support/engine-rig";
import { type Reply, ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 20, burst: 5, concurrency: 8, retry: { attempts: 8 }, adaptive: true };
const TOKENS_PER_CALL = 20;

/** A provider that allows so many tokens a minute, in a bucket of a minute's, and enough requests. */
function tokenBound(allowed: { perMinute: number }, tell: { headers: boolean; hint: boolean }) {
  let level = allowed.perMinute;
  let atMs = Date.now();
  const reply = (): Reply => {
    const now = Date.now();
    level = Math.min(allowed.perMinute, level + ((now - atMs) * allowed.perMinute) / 60_000);
    atMs = now;
    const ok = level >= TOKENS_PER_CALL;
    if (ok) level -= TOKENS_PER_CALL;
    const missingMs = (tokens: number) => Math.ceil((tokens * 60_000) / allowed.perMinute);
    const headers: Record<string, string> = tell.headers
      ? {
          "x-ratelimit-limit-tokens": String(allowed.perMinute),
          "x-ratelimit-remaining-tokens": String(Math.floor(level)),
          "x-ratelimit-reset-tokens": `${missingMs(allowed.perMinute - level)}ms`,
        }
      : {};
    if (ok) return { headers, usage: { inputTokens: 12, outputTokens: TOKENS_PER_CALL - 12 } };
    const retryAfterMs = tell.hint ? missingMs(TOKENS_PER_CALL - level) : null;
    return { headers, status: 429, fate: { outcome: "rate-limited", dimension: "tokens", retryAfterMs } };
  };
  return new ScriptedProvider(reply);
}

describe("an adaptive pool whose provider refuses for tokens", () => {
  it.each([
    ["tells its limit and how long to wait", { headers: true, hint: true }, 10, 121_000],
    ["tells its limit alone", { headers: true, hint: false }, 10, 121_000],
    ["tells how long to wait alone", { headers: false, hint: true }, 60, 140_000],
    ["tells nothing", { headers: false, hint: false }, 60, 140_000],
  ])("keeps to what it accepts where it %s", async (_, tell, refusedMost, wallMsMost) => {
    const rig = engineRig(tokenBound({ perMinute: 6000 }, tell), LIMITS);
    rig.addRun("a", 900);
    await rig.supervisor().start();
    const startMs = performance.now();
    // Two minutes at the provider's limit, after the bucket that was full.
    const run = await rig.until("a", "finished", 300_000);
    expect(run.summary).toMatchObject({ done: 900, notScored: 0, attempts: { ok: 900 } });
    expect(run.summary.attempts.rateLimited).toBeLessThanOrEqual(refusedMost);
    expect(performance.now() - startMs).toBeLessThan(wallMsMost);
    expect(rig.store.log("a").map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Token limit no limit→\d+ a minute: the provider refused requests$/),
    );
  });

  it("finds its way up again when the provider allows more", async () => {
    const allowed = { perMinute: 6000 };
    const rig = engineRig(tokenBound(allowed, { headers: false, hint: true }), { ...LIMITS, tokensPerMinute: 12_000 });
    rig.addRun("a", 6000);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(180_000);
    const inForce = () => rig.store.ticks("a").at(-1)?.tokenLimit ?? 0;
    expect(inForce()).toBeLessThan(7000);
    allowed.perMinute = 60_000;
    await rig.until("a", "finished", 1_800_000);
    expect(inForce()).toBe(12_000);
    expect(rig.store.log("a").map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Token limit \d+→12000 a minute: no refusals, so more is tried$/),
    );
  });

  it("leaves a pool that does not adapt at what is configured", async () => {
    const rig = engineRig(tokenBound({ perMinute: 6000 }, { headers: true, hint: false }), {
      ...LIMITS,
      adaptive: false,
      tokensPerMinute: 20_000,
    });
    rig.addRun("a", 400);
    await rig.supervisor().start();
    await rig.until("a", "finished", 300_000);
    expect(new Set(rig.store.ticks("a").map((tick) => tick.tokenLimit))).toEqual(new Set([20_000]));
  });
});
