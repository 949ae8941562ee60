import type { AddressInfo } from "node:net";
import type { z } from "zod";
import { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { builtInAnswers } from "@/lib/providers/simulated/answer-book";
import { loadRecordedAnswers } from "@/lib/providers/simulated/recorded-answers";
import { SimulatedProvider } from "@/lib/providers/simulated/simulated-provider";
import type { SimulatedStats } from "@/lib/providers/simulated/simulated-stats";
import { createSimulatorServer } from "@/lib/providers/simulated/simulator-server";
import { sleep } from "@/lib/providers/simulated/sleep";

export type SimulatorSettings = z.input<typeof simulatedSettingsSchema>;

/** The simulated provider over HTTP, outside the server that is tested: it outlives a crash and counts on its own. */
export interface Simulator {
  readonly baseUrl: string;
  stats(): SimulatedStats;
  /** When each request came, ms on a clock that only goes forward. */
  arrivals(): readonly number[];
  /** Other settings from now on; what it counted stays. */
  change(settings: SimulatorSettings): void;
  close(): Promise<void>;
}

export async function startSimulator(given: SimulatorSettings): Promise<Simulator> {
  const settings = simulatedSettingsSchema.parse(given);
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const answers = settings.answersFile === null ? builtInAnswers : await loadRecordedAnswers(settings.answersFile);
  const provider = new SimulatedProvider(settings, { clock, answers, sleep });
  const server = createSimulatorServer(provider, (error) => console.error("simulator:", error));
  const arrivals: number[] = [];
  server.on("request", () => arrivals.push(performance.now()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // A TCP server's address is always of this form.
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    stats: () => provider.stats(),
    arrivals: () => arrivals,
    change: (next) => provider.reconfigure(simulatedSettingsSchema.parse(next), answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The most arrivals that any window of so many ms holds. */
export function mostWithin(arrivals: readonly number[], windowMs: number): number {
  let first = 0;
  let most = 0;
  arrivals.forEach((at, last) => {
    while (at - (arrivals[first] ?? at) > windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
