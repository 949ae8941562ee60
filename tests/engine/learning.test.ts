import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { engineRig } from "@/tests/support/engine-rig";
import { type Reply, ScriptedProvider } from "@/tests/support/scripted-provider";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const LIMITS = { requestsPerSecond: 10, burst: 5, concurrency: 8, retry: { attempts: 4 } };
const MINUTE_MS = 60_000;

/** A provider that lets `limit` requests through in each minute by its clock, as Azure and GitHub Models do. */
function fixedMinute(limit: number) {
  let minute = -1;
  let used = 0;
  let refused = 0;
  const reply = (): Reply => {
    const now = Date.now();
    if (Math.floor(now / MINUTE_MS) !== minute) [minute, used] = [Math.floor(now / MINUTE_MS), 0];
    const resetS = Math.ceil((MINUTE_MS - (now % MINUTE_MS)) / 1000);
    used += 1;
    const headers = {
      "x-ratelimit-limit-requests": String(limit),
      "x-ratelimit-remaining-requests": String(Math.max(0, limit - used)),
      "x-ratelimit-reset-requests": String(resetS),
      "x-ratelimit-renewalperiod-requests": "60",
    };
    if (used <= limit) return { headers };
    refused += 1;
    return {
      headers,
      status: 429,
      fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: resetS * 1000 },
    };
  };
  return { provider: new ScriptedProvider(reply), refused: () => refused };
}

async function finished(rig: ReturnType<typeof engineRig>, id: string, mostMs?: number) {
  const startMs = performance.now();
  const run = await rig.until(id, "finished", mostMs);
  return { run, wallMs: performance.now() - startMs };
}

describe("a pool whose provider's headers say that nothing is left", () => {
  it("waits for the reset instead of drawing refusals, and tells the runs", async () => {
    const { provider, refused } = fixedMinute(20);
    const rig = engineRig(provider, { ...LIMITS, concurrency: 1 });
    rig.addRun("a", 50);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rig.supervisor().livePool("pool_1")).toMatchObject({
      cooldownReason: "its headers say that no requests are left",
      learned: { known: { requests: { limit: 20, remaining: 0, refill: "fixed" } } },
    });
    const { run } = await finished(rig, "a");
    expect(run.summary).toMatchObject({ done: 50, notScored: 0, attempts: { ok: 50, rateLimited: 0 } });
    expect(refused()).toBe(0);
    expect(rig.store.ticks("a").map((tick) => tick.headroom?.requests)).toEqual(expect.arrayContaining([0, 0.5]));
    expect(rig.store.log("a").map(({ text }) => text)).toContainEqual(expect.stringContaining("no requests are left"));
  });

  it("loses one window at most to headers that say so wrongly", async () => {
    const headers = {
      "x-ratelimit-limit-requests": "600",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "45",
      "x-ratelimit-renewalperiod-requests": "60",
    };
    const rig = engineRig(new ScriptedProvider(() => ({ headers })), LIMITS);
    rig.addRun("a", 600);
    await rig.supervisor().start();
    const { run, wallMs } = await finished(rig, "a");
    expect(run.summary).toMatchObject({ done: 600, notScored: 0 });
    expect(wallMs).toBeLessThan(60_000 + MINUTE_MS + 2000);
  });

  it("goes at its own pace where a limit refills bit by bit: near nothing is what full use looks like", async () => {
    const headers = {
      "x-ratelimit-limit-requests": "600",
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "1m0s",
    };
    const rig = engineRig(new ScriptedProvider(() => ({ headers })), LIMITS);
    rig.addRun("a", 300);
    await rig.supervisor().start();
    const { wallMs } = await finished(rig, "a");
    expect(wallMs).toBeLessThan(31_000);
  });

  it("that refills more slowly than the pool is set to: goes at the provider's rate, without refusals", async () => {
    // 120 a minute, and the pool is set to five times that.
    let level = 3;
    let atMs = performance.now();
    const provider = new ScriptedProvider((): Reply => {
      const nowMs = performance.now();
      level = Math.min(3, level + ((nowMs - atMs) * 2) / 1000);
      atMs = nowMs;
      const allowed = level >= 1;
      if (allowed) level -= 1;
      const headers = {
        "x-ratelimit-limit-requests": "120",
        "x-ratelimit-remaining-requests": String(Math.floor(level)),
        "x-ratelimit-reset-requests": `${Math.ceil((3 - level) * 500)}ms`,
      };
      if (allowed) return { headers };
      return {
        headers,
        status: 429,
        fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: Math.ceil((1 - level) * 500) },
      };
    });
    const rig = engineRig(provider, { ...LIMITS, concurrency: 2 });
    rig.addRun("a", 100);
    await rig.supervisor().start();
    const { run, wallMs } = await finished(rig, "a");
    expect(run.summary).toMatchObject({ done: 100, notScored: 0 });
    expect(run.summary.attempts.rateLimited).toBeLessThanOrEqual(4);
    expect(wallMs).toBeLessThan(55_000);
  });
});

describe("what a pool has learned", () => {
  const told = (limit: number) => ({
    "x-ratelimit-limit-requests": String(limit),
    "x-ratelimit-remaining-requests": "7",
    "x-ratelimit-reset-requests": "10s",
  });

  it("outlives the process, with how it came about", async () => {
    let limit = 300;
    const rig = engineRig(new ScriptedProvider(() => ({ headers: told(limit) })), { ...LIMITS, adaptive: true });
    rig.addRun("a", 40);
    await rig.supervisor().start();
    await finished(rig, "a");
    limit = 120;
    rig.addRun("b", 20);
    rig.supervisor().wake();
    await finished(rig, "b");
    await rig.supervisor().stop(0);

    const next = rig.restart();
    rig.addRun("c", 1);
    await next.start();
    await vi.advanceTimersByTimeAsync(50);
    const live = next.livePool("pool_1");
    expect(live).toMatchObject({ learned: { known: { requests: { limit: 120 } } }, pace: { requestsPerSecond: 2 } });
    expect(live?.history.map(({ kind, oldValue, newValue, why }) => [kind, oldValue, newValue, why])).toEqual([
      ["limit", null, 300, "told"],
      ["rate", 10, 5, "learned"],
      ["limit", 300, 120, "told"],
      ["rate", 5, 2, "learned"],
    ]);
    expect(live?.history.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  /** Allows `limit` a minute, bit by bit, and no more than `most` at once; tells both, and asks for 8 s after a refusal. */
  function refilling(limit: () => number, most: number) {
    let level = most;
    let atMs = performance.now();
    let refused = 0;
    const reply = (): Reply => {
      const nowMs = performance.now();
      const perMs = limit() / 60_000;
      level = Math.min(most, level + (nowMs - atMs) * perMs);
      atMs = nowMs;
      const allowed = level >= 1;
      if (allowed) level -= 1;
      else refused += 1;
      const headers = {
        "x-ratelimit-limit-requests": String(limit()),
        "x-ratelimit-remaining-requests": String(Math.floor(level)),
        "x-ratelimit-reset-requests": `${Math.ceil((most - level) / perMs)}ms`,
      };
      if (allowed) return { headers, latencyMs: 300 };
      return { headers, status: 429, fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: 8000 } };
    };
    return { provider: new ScriptedProvider(reply), refused: () => refused };
  }

  it.each([false, true])(
    "spares the next run the first refusal, and after a restart (adaptive: %s)",
    async (adaptive) => {
      const { provider, refused } = refilling(() => 300, 5);
      const rig = engineRig(provider, { ...LIMITS, requestsPerSecond: 12, burst: 10, adaptive });
      rig.addRun("a", 40);
      await rig.supervisor().start();
      await finished(rig, "a");
      const drawn = refused();
      await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
      rig.addRun("b", 40);
      rig.supervisor().wake();
      await finished(rig, "b");
      expect(refused()).toBe(drawn);
      await rig.supervisor().stop(0);
      await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);

      const next = rig.restart();
      rig.addRun("c", 40);
      await next.start();
      await vi.advanceTimersByTimeAsync(1000);
      expect(next.live("c")?.recentTicks.at(-1)?.limit).toMatchObject({ requestsPerSecond: 5, burst: 5 });
      await finished(rig, "c");
      expect(refused()).toBe(drawn);
    },
  );

  it("holds no run back once headers say more, nor after a day", async () => {
    let limit = 300;
    const { provider, refused } = refilling(() => limit, 5);
    const rig = engineRig(provider, { ...LIMITS, requestsPerSecond: 12, burst: 5 });
    rig.addRun("a", 40);
    await rig.supervisor().start();
    await finished(rig, "a");
    const drawn = refused();
    await rig.supervisor().stop(0);

    limit = 1200;
    const next = rig.restart();
    rig.addRun("b", 60);
    await next.start();
    expect((await finished(rig, "b")).wallMs).toBeLessThan((60 / 12) * 1000 + 1500);
    expect(refused()).toBe(drawn);
    await next.stop(0);

    limit = 300;
    await vi.advanceTimersByTimeAsync(25 * 3_600_000);
    const later = rig.restart();
    await later.start();
    rig.addRun("c", 1);
    later.wake();
    await vi.advanceTimersByTimeAsync(50);
    expect(later.livePool("pool_1")?.pace.requestsPerSecond).toBe(12);
  });

  it("keeps a parked pool parked over a restart, for a day at most, whatever was asked", async () => {
    const parked: Reply = {
      status: 429,
      fate: { outcome: "rate-limited", dimension: "unknown", retryAfterMs: 99_999_999_000 },
    };
    const provider = new ScriptedProvider((_, nth) => (nth === 1 ? parked : {}));
    const rig = engineRig(provider, { ...LIMITS, concurrency: 1 });
    rig.addRun("a", 3);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(10_000);
    const untilMs = rig.supervisor().livePool("pool_1")?.cooldownUntil ?? 0;
    expect((untilMs - Date.now()) / 3_600_000).toBeCloseTo(24, 1);
    expect(rig.store.log("a").map(({ text }) => text)).toContainEqual(expect.stringContaining("asks again after 24 h"));
    await rig.supervisor().stop(0);

    await rig.restart().start();
    await rig.supervisor().resume("a", { actor: "Ada" });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(provider.arrivals).toHaveLength(1);
    const stillUntilMs = rig.supervisor().livePool("pool_1")?.cooldownUntil ?? 0;
    expect(Math.abs(stillUntilMs - untilMs)).toBeLessThan(5000);
  });

  it("starts again at once, at its rate, when somebody would rather try now", async () => {
    const wait: Reply = {
      status: 429,
      // So late that both are sent before.
      latencyMs: 500,
      fate: { outcome: "rate-limited", dimension: "requests", retryAfterMs: 60_000 },
    };
    const provider = new ScriptedProvider((_, nth) => (nth === 1 ? wait : {}));
    const rig = engineRig(provider, { ...LIMITS, burst: 1, concurrency: 2 });
    rig.addRun("a", 2);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(rig.supervisor().livePool("pool_1")).toMatchObject({
      cooldownReason: "Retry-After 1 min",
      canTryNow: true,
    });
    const sent = provider.arrivals.length;
    expect(rig.supervisor().endCooldown("pool_1", { actor: "Ada" })).toBe(true);
    expect(rig.supervisor().endCooldown("pool_1", { actor: "Ada" })).toBe(false);
    expect(rig.supervisor().livePool("pool_1")).toMatchObject({ cooldownUntil: null, canTryNow: false });
    // The refused ones as well, whose backoff was that wait: one at once, the other when its permit is due.
    const fromMs = performance.now();
    await vi.advanceTimersByTimeAsync(1000);
    const after = provider.arrivals.slice(sent, sent + 2).map(({ atMs }) => Math.round((atMs - fromMs) / 100));
    expect(after).toEqual([0, 1]);
    expect((await finished(rig, "a", 5000)).run.summary).toMatchObject({ done: 2, notScored: 0 });
    expect(rig.store.log("a")).toContainEqual(
      expect.objectContaining({ kind: "cooldown", text: "Cooldown ended early: tries now", actor: "Ada" }),
    );
  });

  it("does not send more than the day allows when it is told to try now", async () => {
    const rig = engineRig(new ScriptedProvider(() => ({})), { ...LIMITS, requestsPerDay: 3 });
    rig.addRun("a", 5);
    await rig.supervisor().start();
    await vi.advanceTimersByTimeAsync(5000);
    expect(rig.supervisor().livePool("pool_1")).toMatchObject({ canTryNow: false, requestsToday: 3 });
    expect(rig.supervisor().endCooldown("pool_1", { actor: "Ada" })).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    expect(rig.supervisor().livePool("pool_1")?.requestsToday).toBe(3);
  });

  it("is kept in memory while the database is away, and stored when it is back", async () => {
    const rig = engineRig(new ScriptedProvider(() => ({ headers: told(300) })), { ...LIMITS, adaptive: true });
    rig.poolStates.down = true;
    rig.addRun("a", 20);
    await rig.supervisor().start();
    await finished(rig, "a");
    await vi.advanceTimersByTimeAsync(6000);
    expect(rig.poolStates.states.size).toBe(0);
    rig.poolStates.down = false;
    await vi.advanceTimersByTimeAsync(6000);
    expect(rig.poolStates.states.get("pool_1")).toMatchObject({
      known: { requests: { limit: 300 } },
      rate: { rps: 5 },
    });
    expect([...(rig.poolStates.entries.get("pool_1")?.keys() ?? [])]).toEqual([1, 2]);
  });
});

describe("an adaptive pool", () => {
  it("is not slowed by garbled headers", async () => {
    let nth = 0;
    const garbled = ["", "-1", "None", "NaN", "1e99", "0", "💥", "Infinity", "-5s", "9".repeat(400)];
    const provider = new ScriptedProvider(() => {
      nth += 1;
      const value = garbled[nth % garbled.length] ?? "";
      return {
        headers: {
          "x-ratelimit-limit-requests": value,
          "x-ratelimit-remaining-requests": value,
          "x-ratelimit-reset-requests": value,
          "anthropic-ratelimit-tokens-reset": value,
          "retry-after": value,
          date: value,
        },
      };
    });
    const rig = engineRig(provider, { ...LIMITS, adaptive: true });
    rig.addRun("a", 100);
    await rig.supervisor().start();
    const { run, wallMs } = await finished(rig, "a");
    expect(run.summary).toMatchObject({ done: 100, notScored: 0 });
    expect(wallMs).toBeLessThan(10_500);
  });

  it("is slowed for a minute or so, and not for good, by a limit that is told too low", async () => {
    const headers = {
      "x-ratelimit-limit-requests": "120",
      "x-ratelimit-remaining-requests": "50",
      "x-ratelimit-reset-requests": "35s",
    };
    const rig = engineRig(new ScriptedProvider(() => ({ headers })), { ...LIMITS, adaptive: true });
    rig.addRun("a", 800);
    await rig.supervisor().start();
    const { wallMs } = await finished(rig, "a");
    // 80 s at the configured rate; a minute at a fifth of it, and half a minute to find out.
    expect(wallMs).toBeLessThan(180_000);
    expect(rig.supervisor().livePool("pool_1")?.pace.requestsPerSecond).toBe(10);
  });

  it("does not take a refusal for tokens, or for the day, as a sign that its rate is too high", async () => {
    for (const dimension of ["tokens", "day"] as const) {
      const limited: Reply = { status: 429, fate: { outcome: "rate-limited", dimension, retryAfterMs: 500 } };
      const provider = new ScriptedProvider((prompt, nth) => (prompt.endsWith(":7") && nth === 1 ? limited : {}));
      const rig = engineRig(provider, { ...LIMITS, adaptive: true });
      rig.addRun("a", 30);
      await rig.supervisor().start();
      await finished(rig, "a");
      expect(rig.supervisor().livePool("pool_1")?.history).toEqual([]);
      await rig.supervisor().stop(0);
    }
  });
});
