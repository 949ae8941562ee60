import path from "node:path";
import { z } from "zod";
import { ActivityStore } from "./activity-store";
import { CaseStore } from "./case-store";
import { DatasetStore } from "./dataset-store";
import { DayCountStore } from "./day-count-store";
import { EngineLeaseStore } from "./engine-lease-store";
import { LogStore } from "./log-store";
import { MetricStore } from "./metric-store";
import { PoolStateStore } from "./pool-state-store";
import { PoolStore } from "./pool-store";
import { PresetStore } from "./preset-store";
import { PriceStore } from "./price-store";
import { openDatabase, type Transaction } from "./prisma-client";
import { ProviderStore } from "./provider-store";
import { RunComparison } from "./run-comparison";
import { RunPinStore } from "./run-pin-store";
import { RunStore } from "./run-store";
import { SavedViewStore } from "./saved-view-store";
import type { SqliteAdapterOptions } from "./sqlite-adapter";
import { WorkspaceStore } from "./workspace-store";

/** All that is kept, behind one door. */
export interface Stores {
  readonly runs: RunStore;
  readonly cases: CaseStore;
  readonly comparison: RunComparison;
  readonly pins: RunPinStore;
  readonly views: SavedViewStore;
  readonly metrics: MetricStore;
  readonly logs: LogStore;
  readonly providers: ProviderStore;
  readonly pools: PoolStore;
  readonly poolStates: PoolStateStore;
  readonly presets: PresetStore;
  readonly prices: PriceStore;
  readonly datasets: DatasetStore;
  readonly workspaces: WorkspaceStore;
  readonly engineLease: EngineLeaseStore;
  readonly dayCounts: DayCountStore;
  readonly activity: ActivityStore;
  /** One cheap question to the database, for readiness. @throws DomainError unavailable */
  ping(): Promise<void>;
  /** Names of the migrations that the database has, in order. @throws DomainError unavailable */
  migrations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface OpenStoresOptions {
  /** `file:…` or `postgresql://…`; absent: a SQLite file in `dataDir`. The database has to be migrated. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly sqlite?: SqliteAdapterOptions;
}

/** The database that these settings mean. */
export function databaseUrlOf(options: Pick<OpenStoresOptions, "databaseUrl" | "dataDir">): string {
  return options.databaseUrl ?? `file:${path.join(options.dataDir, "evalpace.db")}`;
}

/** Opens the stores; they connect at first use. */
export function openStores(options: OpenStoresOptions): Stores {
  const db = openDatabase(databaseUrlOf(options), options.sqlite);
  return {
    runs: new RunStore(db),
    cases: new CaseStore(db),
    comparison: new RunComparison(db),
    pins: new RunPinStore(db),
    views: new SavedViewStore(db),
    metrics: new MetricStore(db),
    logs: new LogStore(db),
    providers: new ProviderStore(db),
    pools: new PoolStore(db),
    poolStates: new PoolStateStore(db),
    presets: new PresetStore(db),
    prices: new PriceStore(db),
    datasets: new DatasetStore(db),
    workspaces: new WorkspaceStore(db),
    engineLease: new EngineLeaseStore(db),
    dayCounts: new DayCountStore(db),
    activity: new ActivityStore(db),
    ping: async () => {
      await db.read((client) => client.$queryRaw`SELECT 1`);
    },
    migrations: () => db.read(appliedMigrations),
    close: () => db.close(),
  };
}

const migrationRows = z.array(z.object({ name: z.string() }));

async function appliedMigrations(client: Pick<Transaction, "$queryRaw">): Promise<string[]> {
  const rows = await client.$queryRaw`SELECT "migration_name" AS "name" FROM "_prisma_migrations"
    WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY "migration_name"`;
  return migrationRows.parse(rows).map(({ name }) => name);
}
