import type { Tick } from "@/lib/core/metrics/tick";
import {
  addCooldownSecond,
  type CooldownCycles,
  type CooldownPace,
  NO_COOLDOWNS,
  paceThroughCooldowns,
} from "@/lib/core/runs/cooldown-cycles";

const KEPT_TICKS = 60;

/** What is kept of a run's last seconds: the last minute as it was, and what cooldowns did to its pace before that. */
export class RecentSeconds {
  readonly #ticks: Tick[] = [];
  #cooldowns: CooldownCycles = NO_COOLDOWNS;

  /** Oldest first. */
  get ticks(): readonly Tick[] {
    return this.#ticks;
  }
  get cooldownPace(): CooldownPace | null {
    return paceThroughCooldowns(this.#cooldowns);
  }

  add(tick: Tick): void {
    this.#ticks.push(tick);
    if (this.#ticks.length > KEPT_TICKS) this.#ticks.shift();
    this.#cooldowns = addCooldownSecond(this.#cooldowns, tick);
  }
}
