import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { customAlphabet } from "nanoid";
import type { DestinationStream, Logger } from "pino";
import { DomainError } from "@/lib/core/errors";
import { EngineLease } from "@/lib/engine/engine-lease";
import { createEventBus } from "@/lib/engine/event-bus";
import { RunSupervisor } from "@/lib/engine/run-supervisor";
import { systemClock } from "@/lib/engine/system-clock";
import { databaseUrlOf, openStores } from "@/lib/persistence/open-stores";
import { SimulatorRegistry } from "@/lib/providers/simulated/simulator-registry";
import { createTokenizer } from "@/lib/providers/tokenizer";
import type { ServiceContext } from "@/lib/services/context";
import { LOCAL_OWNER, seedWorkspace } from "@/lib/services/seed-workspace";
import { RunWatch } from "@/lib/services/watch-run";
import { assertMigrated, expectedMigrations } from "./assert-migrated";
import { engineOwner, ownerMayLive } from "./engine-owner";
import { type Environment, environment } from "./env";
import { KnownSecrets } from "./known-secrets";
import { createLogger } from "./logger";
import { createProviderConnections } from "./provider-connections";
import { readGauges } from "./read-gauges";
import { createSecretBox, loadSecretKey } from "./secret-box";
import { createTelemetry, type Telemetry } from "./telemetry";

const newRandomId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 16);

/** The parts of this process, put together. */
export interface Container {
  readonly environment: Environment;
  readonly logger: Logger;
  readonly context: ServiceContext;
  readonly watch: RunWatch;
  readonly telemetry: Telemetry;
  readonly simulators: SimulatorRegistry;
  /** Where uploads wait while they are received. */
  readonly uploadDirectory: string;
  /** Starts the engine; a second call does nothing. */
  start(): Promise<void>;
  /** Drains the engine (calls in flight get `graceMs`), writes what is left and closes the stores. */
  stop(graceMs: number): Promise<void>;
  /**
   * Whether this process runs the engine, or stands by while another does.
   * @throws DomainError unavailable, where the database does not answer or is of another version, or the engine has not started
   */
  readiness(): Promise<"active" | "standby">;
}

/** Puts the parts together and makes the first workspace. The database has to be migrated. `logDestination`: instead of stdout. */
export async function createContainer(settings: Environment, logDestination?: DestinationStream): Promise<Container> {
  const secrets = new KnownSecrets();
  const logger = createLogger(settings.logLevel, secrets, logDestination);
  mkdirSync(settings.dataDir, { recursive: true });
  const uploadDirectory = path.join(settings.dataDir, "uploads");
  // What an upload left behind that a crash cut off.
  await rm(uploadDirectory, { recursive: true, force: true });
  const stores = openStores({ databaseUrl: settings.databaseUrl, dataDir: settings.dataDir });
  const clock = systemClock;
  const bus = createEventBus(newRandomId());
  const telemetry = createTelemetry();
  const box = createSecretBox(loadSecretKey(settings), (text) => secrets.add(text));
  const tokenizer = createTokenizer();
  const simulators = new SimulatorRegistry(clock);
  const connections = createProviderConnections(stores.providers, box, { clock, simulators });
  const lease = new EngineLease(stores.engineLease, engineOwner(), clock, logger, ownerMayLive);
  const supervisor = new RunSupervisor({
    runs: stores.runs,
    pools: stores.pools,
    dayCounts: stores.dayCounts,
    poolStates: stores.poolStates,
    providers: connections,
    bus,
    clock,
    random: Math.random,
    logger,
    telemetry,
    countTokens: tokenizer.count,
    lease,
  });
  const context: ServiceContext = {
    actor: LOCAL_OWNER,
    source: "api",
    stores,
    supervisor,
    bus,
    keys: box,
    tokenizer,
    clock,
    verdicts: new Map(),
    logger,
    providerChanged: (providerId) => connections.forget(providerId),
    newId: (prefix) => `${prefix}_${newRandomId()}`,
  };
  const watch = new RunWatch();
  telemetry.watch(readGauges(stores, supervisor, () => watch.watchers));
  await seedWorkspace(context);
  await stores.datasets.sweepUnready();
  const migrations = expectedMigrations(databaseUrlOf(settings));
  let running = false;
  return {
    environment: settings,
    logger,
    context,
    watch,
    telemetry,
    simulators,
    uploadDirectory,
    async start() {
      if (running) return;
      running = true;
      await supervisor.start();
    },
    async stop(graceMs) {
      const wasRunning = running;
      running = false;
      if (wasRunning) await supervisor.stop(graceMs);
      await stores.close();
    },
    async readiness() {
      await stores.ping();
      assertMigrated(migrations, await stores.migrations());
      if (!running) throw new DomainError("unavailable", "The engine has not started yet, or is stopping.");
      return supervisor.runsEngine ? "active" : "standby";
    },
  };
}

const KEY = Symbol.for("evalpace.container");
const home: typeof globalThis & { [KEY]?: Promise<Container> | undefined } = globalThis;

/**
 * The one container of this process, made at first use. It hangs on globalThis because the framework gives pages, API
 * routes and the start-up hook their own copies of every module.
 */
export function getContainer(): Promise<Container> {
  const made = home[KEY] ?? createContainer(environment());
  home[KEY] = made;
  // A database that was away is tried again at the next request.
  made.catch(() => {
    if (home[KEY] === made) home[KEY] = undefined;
  });
  return made;
}
