import type { PoolHistoryEntry, PoolState, PoolStateStore } from "@/lib/engine/ports/pool-records";

/** What pools have learned, in memory. `down`: as if the database were away. */
export class MemoryPoolStates implements PoolStateStore {
  readonly states = new Map<string, PoolState>();
  readonly entries = new Map<string, Map<number, PoolHistoryEntry>>();
  down = false;

  load(poolId: string): Promise<{ state: PoolState | null; history: PoolHistoryEntry[] }> {
    if (this.down) return Promise.reject(new Error("the database is away"));
    const history = [...(this.entries.get(poolId)?.values() ?? [])].toSorted((a, b) => a.seq - b.seq);
    return Promise.resolve({ state: this.states.get(poolId) ?? null, history });
  }

  save(poolId: string, state: PoolState, entries: readonly PoolHistoryEntry[]): Promise<void> {
    if (this.down) return Promise.reject(new Error("the database is away"));
    this.states.set(poolId, state);
    const kept = this.entries.get(poolId) ?? new Map<number, PoolHistoryEntry>();
    for (const entry of entries) kept.set(entry.seq, entry);
    this.entries.set(poolId, kept);
    return Promise.resolve();
  }
}
