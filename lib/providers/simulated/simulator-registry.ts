import type { Clock } from "@/lib/core/clock";
import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import { type AnswerBook, builtInAnswers } from "./answer-book";
import { loadRecordedAnswers } from "./recorded-answers";
import { SimulatedProvider } from "./simulated-provider";
import type { SimulatedStats } from "./simulated-stats";
import { sleep } from "./sleep";

interface Entry {
  readonly settingsJson: string;
  readonly provider: Promise<SimulatedProvider>;
  /** The provider once it is there. */
  ready: SimulatedProvider | null;
}

/** The simulated providers of this process, one per provider id, so that all runs share its limits. */
export class SimulatorRegistry {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {}

  /**
   * The provider's simulator. With other settings than before it is the same one, reconfigured: its counters stay.
   * @throws DomainError invalid-input where the answers file cannot be read; the next call tries again
   */
  get(providerId: string, settings: SimulatedSettings): Promise<SimulatedProvider> {
    const settingsJson = JSON.stringify(settings);
    const known = this.#entries.get(providerId);
    if (known?.settingsJson === settingsJson) return known.provider;
    const entry: Entry = { settingsJson, provider: this.#make(known ?? null, settings), ready: known?.ready ?? null };
    this.#entries.set(providerId, entry);
    entry.provider.then(
      (provider) => {
        entry.ready = provider;
      },
      () => {
        if (this.#entries.get(providerId) === entry) this.#entries.delete(providerId);
      },
    );
    return entry.provider;
  }

  /** What the provider has served in this process; null where it has not been called. */
  stats(providerId: string): SimulatedStats | null {
    return this.#entries.get(providerId)?.ready?.stats() ?? null;
  }

  reset(providerId: string): void {
    this.#entries.get(providerId)?.ready?.reset();
  }

  async #make(known: Entry | null, settings: SimulatedSettings): Promise<SimulatedProvider> {
    const answers: AnswerBook =
      settings.answersFile === null ? builtInAnswers : await loadRecordedAnswers(settings.answersFile);
    const earlier = known === null ? null : (known.ready ?? (await known.provider));
    if (earlier === null) return new SimulatedProvider(settings, { clock: this.clock, answers, sleep });
    earlier.reconfigure(settings, answers);
    return earlier;
  }
}
