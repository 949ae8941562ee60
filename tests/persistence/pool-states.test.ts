import { expect, it } from "vitest";
import type { PoolHistoryEntry, PoolState } from "@/lib/engine/ports/pool-records";
import { storeProvider } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const STATE: PoolState = {
  known: {
    requests: { limit: 500, remaining: 0, resetAt: 1_795_392_010_000, windowMs: 60_000, refill: "continuous", at: 7.5 },
    requestsPerDay: { limit: null, remaining: 3, resetAt: null, windowMs: null, refill: null, at: 8 },
  },
  rate: { rps: 4.25, wallRps: null },
  cooldown: { until: 1_795_392_010_000, reason: "Retry-After 24 h" },
  savedAt: 1_795_392_000_000,
};
const entry = (seq: number, newValue = seq): PoolHistoryEntry => ({
  seq,
  at: 1_795_392_000_000 + seq,
  kind: "rate",
  dimension: "requests",
  oldValue: seq === 1 ? null : seq - 1,
  newValue,
  why: "recovering",
});

describeOnBothDatabases("what pools have learned", (stores) => {
  it("comes back as it was saved, the newest state only", async () => {
    const { pool } = await storeProvider(stores(), "w");
    const { poolStates } = stores();
    expect(await poolStates.load(pool.id)).toEqual({ state: null, history: [] });
    await poolStates.save(pool.id, { ...STATE, rate: null, cooldown: null, known: {} }, [entry(1)]);
    await poolStates.save(pool.id, STATE, [entry(2)]);
    expect(await poolStates.load(pool.id)).toEqual({ state: STATE, history: [entry(1), entry(2)] });
  });

  it("takes an entry of a known number for the newer one", async () => {
    const { pool } = await storeProvider(stores(), "w");
    await stores().poolStates.save(pool.id, STATE, [entry(1), entry(2)]);
    await stores().poolStates.save(pool.id, STATE, [entry(2, 9.5), entry(3)]);
    expect(await stores().poolStates.history(pool.id, 10)).toEqual([entry(1), entry(2, 9.5), entry(3)]);
    expect(await stores().poolStates.history(pool.id, 1)).toEqual([entry(3)]);
  });

  it("keeps the newest 500 entries of each pool", async () => {
    const [one, other] = [await storeProvider(stores(), "w"), await storeProvider(stores(), "w")];
    await stores().poolStates.save(other.pool.id, STATE, [entry(1)]);
    for (let from = 1; from <= 601; from += 200) {
      const entries = Array.from({ length: 200 }, (_, i) => entry(from + i));
      await stores().poolStates.save(one.pool.id, STATE, entries);
    }
    const kept = await stores().poolStates.history(one.pool.id, 1000);
    expect([kept.length, kept[0]?.seq, kept.at(-1)?.seq]).toEqual([500, 301, 800]);
    expect((await stores().poolStates.load(one.pool.id)).history).toHaveLength(200);
    expect(await stores().poolStates.history(other.pool.id, 10)).toEqual([entry(1)]);
  });

  it("is nothing to a pool that is gone", async () => {
    await stores().poolStates.save("gone", STATE, [entry(1)]);
    expect(await stores().poolStates.load("gone")).toEqual({ state: null, history: [] });
  });
});
