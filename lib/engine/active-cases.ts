import type { CaseRunner } from "./case-runner";
import type { Gate } from "./gate";
import type { LiveCase } from "./ports/live-state";

/** The cases of a run that are under way in this process, and what can be said to all of them at once. */
export class ActiveCases {
  readonly #runners = new Map<number, CaseRunner>();

  get size(): number {
    return this.#runners.size;
  }
  has(ord: number): boolean {
    return this.#runners.has(ord);
  }
  add(runner: CaseRunner): void {
    this.#runners.set(runner.ord, runner);
  }
  remove(runner: CaseRunner): void {
    this.#runners.delete(runner.ord);
  }

  /** Calls in flight go on to their end; nothing more is sent. */
  holdAll(): void {
    for (const runner of this.#runners.values()) runner.hold();
  }
  /** Cases that have sent nothing yet go back; the others go on to their end, retries included. */
  drainAll(): void {
    for (const runner of this.#runners.values()) runner.drain();
  }
  /** Ends everything at the socket. */
  abortAll(): void {
    for (const runner of this.#runners.values()) runner.abort();
  }
  /** Limits on tokens may have been lowered. */
  recheckFit(): void {
    for (const runner of this.#runners.values()) runner.recheckFit();
  }

  /** Who backs off because that pool cooled down goes on. */
  cooldownEnded(poolId: string): void {
    for (const runner of this.#runners.values()) runner.cooldownEnded(poolId);
  }

  /** A gate was put in front of the run. */
  meetGate(gate: Gate): void {
    for (const runner of this.#runners.values()) runner.meetGate(gate);
  }

  /** How long the longest backoff still lasts; null where none backs off. `nowMs`: monotonic. */
  longestBackoffMs(nowMs: number): number | null {
    const ends = [...this.#runners.values()].flatMap((runner) => runner.backoffEndsMs ?? []);
    return ends.length === 0 ? null : Math.max(0, Math.max(...ends) - nowMs);
  }

  /** How long the case has waited that has waited longest for a slot or a permit; null where none waits. */
  oldestWaitMs(nowMs: number): number | null {
    const since = [...this.#runners.values()].flatMap((runner) => runner.waitsSinceMs ?? []);
    return since.length === 0 ? null : Math.max(0, nowMs - Math.min(...since));
  }

  /** Cases that failed so many attempts and go on, by that number, fewest first. Those with judges have their answer. */
  retrying(): { attempts: number; cases: number }[] {
    const byAttempts = new Map<number, number>();
    for (const { activity, attempts } of this.#runners.values()) {
      const made = activity === "judging" ? 0 : attempts.filter(({ role }) => role === "target").length;
      if (made > 0) byAttempts.set(made, (byAttempts.get(made) ?? 0) + 1);
    }
    return [...byAttempts].sort(([a], [b]) => a - b).map(([attempts, cases]) => ({ attempts, cases }));
  }

  live(): LiveCase[] {
    return [...this.#runners.values()].flatMap((runner) =>
      runner.activity === null ? [] : [{ ord: runner.ord, activity: runner.activity, attempts: runner.attempts }],
    );
  }
}
