/** A process that runs the engine on one database until every run has come to rest. Tests kill it. */
import { createEventBus } from "@/lib/engine/event-bus";
import { RunSupervisor } from "@/lib/engine/run-supervisor";
import { systemClock } from "@/lib/engine/system-clock";
import { openStores } from "@/lib/persistence/open-stores";
import { createModelProvider } from "@/lib/providers/create-provider";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { countByLength } from "./count-by-length";
import { QUIET_LOGGER } from "./engine-rig";

const [, , databaseUrl, baseUrl] = process.argv;
if (databaseUrl === undefined || baseUrl === undefined)
  throw new Error("usage: engine-process <databaseUrl> <baseUrl>");

const stores = openStores({ databaseUrl, dataDir: "." });
const simulators = new SimulatorRegistry(systemClock);
const provider = createModelProvider(
  { id: "prov", kind: "openai-compatible", baseUrl, apiKey: null, simulated: null },
  { clock: systemClock, simulators },
);
const supervisor = new RunSupervisor({
  runs: stores.runs,
  pools: stores.pools,
  dayCounts: stores.dayCounts,
  providers: { find: () => Promise.resolve(provider), nameOf: () => Promise.resolve("prov") },
  bus: createEventBus(String(process.pid)),
  clock: systemClock,
  random: Math.random,
  logger: QUIET_LOGGER,
  telemetry: { attemptEnded: () => {}, caseEnded: () => {} },
  countTokens: countByLength,
});
// From here on it may be killed at any moment.
process.stdout.write("begins\n");
await supervisor.start();
while ((await stores.runs.inStates(["queued", "running", "interrupted"])).length > 0) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await supervisor.stop(0);
await stores.close();
