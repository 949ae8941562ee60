import { vi } from "vitest";
import { type Limits, limitsSchema } from "@/lib/core/limits/limits";
import { totalAttempts } from "@/lib/core/metrics/fold-summary";
import type { AttemptRecord } from "@/lib/core/runs/case-result";
import type { LimitEdit } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import { seededChance } from "@/lib/providers/simulated/seeded-chance";
import type { engineRig } from "./engine-rig";

type Rig = ReturnType<typeof engineRig>;

/** Runs at work in each pool while it is under load. */
const RUNS_PER_POOL = 3;
const CASES = { least: 12, spread: 40 } as const;
/** A run that was paused goes on after so long. */
const PAUSE_MS = 7000;

/** Keeps an engine busy with runs that come and go, and disturbs it as people and providers do. Chance is seeded. */
export class SoakDriver {
  readonly tally = {
    runs: 0,
    cases: 0,
    attempts: 0,
    outcomes: new Map<string, number>(),
    acts: new Map<string, number>(),
  };
  readonly #rig: Rig;
  readonly #pools: PoolRecord[];
  readonly #first: readonly Limits[];
  readonly #random = seededChance(11, 3);
  /** By run: its pool, its cases, and when it was found paused. */
  readonly #open = new Map<string, { pool: number; cases: number; pausedAt: number | null }>();
  #made = 0;

  constructor(rig: Rig, pools: readonly PoolRecord[]) {
    this.#rig = rig;
    this.#pools = [...pools];
    this.#first = pools.map(({ limits }) => limits);
  }

  get openRuns(): number {
    return this.#open.size;
  }

  /** One virtual second under load. */
  async busySecond(): Promise<void> {
    this.#pools.forEach((_, pool) => {
      const here = [...this.#open.values()].filter((run) => run.pool === pool).length;
      for (let i = here; i < RUNS_PER_POOL; i += 1) this.#launch(pool);
    });
    await this.#disturb();
    await this.#second();
  }

  /** Lets everything come to its end, undisturbed. */
  async comeToRest(): Promise<void> {
    for (let spent = 0; this.#open.size > 0; spent += 1) {
      if (spent > 1200)
        throw new Error(`runs do not end: ${[...this.#open.keys()].map((id) => this.#describe(id)).join("; ")}`);
      await this.#second();
    }
    await vi.advanceTimersByTimeAsync(5000);
  }

  #describe(id: string): string {
    const { state, summary, totalCases, poolId, limits } = this.#rig.store.record(id);
    const supervisor = this.#rig.supervisor();
    const { live, liveCases, livePool } = {
      live: supervisor.live(id),
      liveCases: supervisor.liveCases(id),
      livePool: supervisor.livePool(poolId),
    };
    return JSON.stringify({
      id,
      state,
      done: summary.done,
      totalCases,
      limits,
      active: live?.active,
      cases: liveCases.slice(0, 4),
      livePool: { ...livePool, pace: livePool?.pace.requestsPerSecond },
      cooldown: live?.cooldownUntil,
    });
  }

  async #second(): Promise<void> {
    await vi.advanceTimersByTimeAsync(1000);
    for (const [id, run] of this.#open) await this.#lookAt(id, run);
  }

  #launch(pool: number): void {
    const id = `run-${this.#made}`;
    this.#made += 1;
    const cases = CASES.least + Math.floor(this.#random() * CASES.spread);
    const own = this.#random() < 0.3 ? { requestsPerSecond: 3, burst: 3, concurrency: 3 } : undefined;
    this.#rig.addRun(id, cases, own, undefined, { at: this.#poolAt(pool) });
    this.#open.set(id, { pool, cases, pausedAt: null });
    this.#rig.supervisor().wake();
  }

  #poolAt(n: number): PoolRecord {
    const pool = this.#pools[n];
    if (pool === undefined) throw new Error(`there is no pool ${n}`);
    return pool;
  }

  async #lookAt(id: string, run: { pool: number; cases: number; pausedAt: number | null }): Promise<void> {
    const record = this.#rig.store.record(id);
    const by = { actor: "soak" };
    if (record.state === "finished") return this.#close(id, run.cases);
    if (record.state !== "paused" && record.state !== "cancelled") return;
    run.pausedAt ??= Date.now();
    if (Date.now() - run.pausedAt < PAUSE_MS) return;
    run.pausedAt = null;
    await this.#rig.supervisor().resume(id, by);
  }

  /** A finished run: every case once, its figures equal to its rows; then it is forgotten. */
  #close(id: string, cases: number): void {
    const { store } = this.#rig;
    const { summary } = store.record(id);
    const rows = store.finished(id);
    const attempts = store.attempts(id);
    if (rows.length !== cases || summary.done !== cases) throw new Error(`${id}: ${rows.length} of ${cases} cases`);
    if (totalAttempts(summary) !== attempts.length)
      throw new Error(`${id}: ${totalAttempts(summary)} attempts counted, ${attempts.length} stored`);
    this.tally.runs += 1;
    this.tally.cases += cases;
    this.tally.attempts += attempts.length;
    for (const attempt of attempts) count(this.tally.outcomes, nameOf(attempt));
    store.remove(id);
    this.#open.delete(id);
  }

  async #disturb(): Promise<void> {
    const supervisor = this.#rig.supervisor();
    const by = { actor: "soak" };
    const ids = [...this.#open.keys()];
    const id = ids[Math.floor(this.#random() * ids.length)];
    const dice = this.#random() * 60;
    if (id === undefined) return;
    const { state } = this.#rig.store.record(id);
    if (dice < 3) return this.#editPool(Math.floor(this.#random() * this.#pools.length));
    if (dice < 6) return this.#editRun(id);
    if (state !== "running") return;
    if (dice < 8) await supervisor.pause(id, { ...by, holdRetries: this.#random() < 0.5 });
    else if (dice < 9) await supervisor.cancel(id, by);
    else if (dice < 11) await supervisor.requeue(id, {}, by);
    else return;
    count(this.tally.acts, dice < 8 ? "pause" : dice < 9 ? "cancel" : "requeue");
  }

  #editPool(n: number): void {
    const [pool, first] = [this.#poolAt(n), this.#first[n]];
    if (first === undefined) return;
    const limits = { ...first, ...this.#other(first) };
    const next = { ...pool, limits, revision: pool.revision + 1 };
    this.#pools[n] = next;
    this.#rig.setPool(next);
    this.#rig.supervisor().poolLimitsChanged(next, this.#edit());
    count(this.tally.acts, "edit of a pool");
  }

  #editRun(id: string): void {
    const record = this.#rig.store.record(id);
    const limits = limitsSchema.parse({ ...record.limits, ...this.#other(record.limits) });
    const next = { ...record, limits, limitsScope: "run" as const, limitsRevision: record.limitsRevision + 1 };
    this.#rig.store.setRecord(next);
    this.#rig.supervisor().runLimitsChanged(next, this.#edit());
    count(this.tally.acts, "edit of a run");
  }

  #other(limits: Limits): Pick<Limits, "requestsPerSecond" | "burst" | "concurrency"> {
    const factor = 0.6 + this.#random() * 0.8;
    const scaled = (n: number) => Math.max(2, Math.min(40, Math.round(n * factor)));
    return {
      requestsPerSecond: scaled(limits.requestsPerSecond),
      burst: scaled(limits.burst),
      concurrency: scaled(limits.concurrency),
    };
  }

  #edit(): LimitEdit {
    return { actor: "soak", reason: null, text: "changed", at: Date.now() };
  }
}

function nameOf({ outcome, detail }: AttemptRecord): string {
  return detail === null ? outcome : `${outcome} (${detail})`;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
