import { setTimeout as pause } from "node:timers/promises";
import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import type { SimulatedStats } from "@/lib/providers/simulated/simulated-stats";
import { serveSimulator } from "../simulator-process";
import { type ForkedClient, forkClient } from "./fork-client";
import { type LeastTime, leastTime } from "./least-time";
import { type PeerCase, writeAnswers } from "./peer-cases";
import type { ClientName, PeerResult } from "./peer-client";
import type { Scenario } from "./scenarios";

/** How a client did in a scenario. Counts and times of requests are the provider's own. */
export interface Measured extends PeerResult {
  readonly client: ClientName;
  readonly wallMs: number;
  readonly requests: number;
  readonly refused: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  /** Null where no client can finish (S6). */
  readonly least: LeastTime | null;
  readonly rows: readonly Measured[];
}

type Simulator = Awaited<ReturnType<typeof serveSimulator>>;

/** Slower than so many times the least time, and the client is cut off: the whole comparison takes ten minutes at most. */
const PATIENCE = 1.6;
const PATIENCE_MIN_MS = 12_000;

/**
 * Runs the clients through one scenario. Evalpace and the ideal client each have the machine to themselves; the others go
 * two at a time, each against a provider process of its own.
 */
export async function measureScenario(
  scenario: Scenario,
  cases: readonly PeerCase[],
  clients: readonly ClientName[],
): Promise<ScenarioResult> {
  const some = cases.slice(0, scenario.cases);
  const answers = writeAnswers(some);
  const provider = { ...scenario.provider, answersFile: answers.file };
  const least =
    provider.quotaAfterRequests === null
      ? leastTime(
          provider,
          some.map(({ tokens }) => tokens),
        )
      : null;
  const rounds = roundsOf(scenario, clients);
  const atOnce = Math.max(...rounds.map((round) => round.length));
  const simulators = await Promise.all(Array.from({ length: atOnce }, () => serveSimulator(provider)));
  const forked = await Promise.all(clients.map(forkClient));
  try {
    const rows: Measured[] = [];
    for (const round of rounds) {
      // What the round before left to be swept up is not this one's.
      await pause(300);
      const running = round.map((name, i) =>
        measure(scenario, provider, least, some, mustFind(forked, name), at(simulators, i)),
      );
      rows.push(...(await Promise.all(running)));
    }
    return { scenario, least, rows };
  } finally {
    for (const client of forked) client.kill();
    await Promise.all(simulators.map((simulator) => simulator.close()));
    answers.remove();
  }
}

function roundsOf({ sideBySide }: Scenario, clients: readonly ClientName[]): ClientName[][] {
  if (sideBySide) return [[...clients]];
  const isAlone = (name: ClientName) => name === "evalpace" || name === "ideal";
  const others = clients.filter((name) => !isAlone(name));
  const alone = clients.filter(isAlone).map((name) => [name]);
  const pairs = others.flatMap((_, i) => (i % 2 === 0 ? [others.slice(i, i + 2)] : []));
  return [...alone, ...pairs];
}

async function measure(
  scenario: Scenario,
  provider: SimulatedSettings,
  least: LeastTime | null,
  cases: readonly PeerCase[],
  client: ForkedClient,
  simulator: Simulator,
): Promise<Measured> {
  await fetch(simulator.resetUrl, { method: "POST" });
  const { result, cpuMs, peakMb } = await client.run({
    baseUrl: simulator.baseUrl,
    cases,
    known: scenario.known,
    latencyMs: provider.latencyMedianMs,
    provider,
    deadlineMs: Math.max(PATIENCE_MIN_MS, (least?.wallMs ?? 0) * PATIENCE),
  });
  // The simulator is our own process and answers with its stats.
  const stats = (await (await fetch(simulator.statsUrl)).json()) as SimulatedStats;
  return {
    client: client.name,
    ...result,
    wallMs: (stats.lastResponseAt ?? 0) - (stats.firstRequestAt ?? 0),
    requests: stats.requests,
    refused: stats.rateLimited + stats.quotaRefused,
    cpuMs,
    peakMb,
  };
}

function mustFind(forked: readonly ForkedClient[], name: ClientName): ForkedClient {
  const found = forked.find((client) => client.name === name);
  if (found === undefined) throw new Error(`no client ${name}`);
  return found;
}

function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined) throw new Error(`no item ${i}`);
  return item;
}
