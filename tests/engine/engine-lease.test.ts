import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EngineLease } from "@/lib/engine/engine-lease";
import type { EngineLeaseStore } from "@/lib/engine/ports/run-records";
import { QUIET_LOGGER } from "@/tests/support/engine-rig";
import { useVirtualTime, virtualClock } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

class MemoryLease implements EngineLeaseStore {
  row: { owner: string; expiresAt: number } | null = null;
  acquire(owner: string, nowMs: number, ttlMs: number): Promise<boolean> {
    if (this.row !== null && this.row.owner !== owner && this.row.expiresAt > nowMs) return Promise.resolve(false);
    this.row = { owner, expiresAt: nowMs + ttlMs };
    return Promise.resolve(true);
  }
  current(): Promise<{ owner: string } | null> {
    return Promise.resolve(this.row);
  }
  release(owner: string): Promise<void> {
    if (this.row?.owner === owner) this.row = null;
    return Promise.resolve();
  }
}

const leaseOf = (store: MemoryLease, owner: string, mayLive: boolean) =>
  new EngineLease(store, owner, virtualClock, QUIET_LOGGER, () => mayLive);

describe("EngineLease", () => {
  it("is held by one process at a time; the other takes over when the first gives it up", async () => {
    const store = new MemoryLease();
    const [first, second] = [leaseOf(store, "a", true), leaseOf(store, "b", true)];
    const won: string[] = [];
    first.hold(async () => void won.push("a"));
    second.hold(async () => void won.push("b"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(won).toEqual(["a"]);
    expect([first.held, second.held]).toEqual([true, false]);
    await first.release();
    await vi.advanceTimersByTimeAsync(5000);
    expect(won).toEqual(["a", "b"]);
    await second.release();
  });

  it("takes the lease of a process that is known to be dead at once", async () => {
    const store = new MemoryLease();
    store.row = { owner: "dead", expiresAt: Date.now() + 15_000 };
    const lease = leaseOf(store, "b", false);
    let won = 0;
    lease.hold(async () => {
      won += 1;
    });
    await vi.advanceTimersByTimeAsync(1);
    expect(won).toBe(1);
    await lease.release();
  });

  it("waits for the end of the lease where the holder may live elsewhere", async () => {
    const store = new MemoryLease();
    store.row = { owner: "other-host", expiresAt: Date.now() + 15_000 };
    const lease = leaseOf(store, "b", true);
    lease.hold(async () => {});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lease.held).toBe(false);
    await vi.advanceTimersByTimeAsync(6000);
    expect(lease.held).toBe(true);
    await lease.release();
  });
});
