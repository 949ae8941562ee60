import { z } from "zod";
import { DomainError } from "@/lib/core/errors";
import type { Limits } from "@/lib/core/limits/limits";
import { PROVIDER_KINDS, type ProviderKind } from "@/lib/core/limits/starter-limits";
import { type SimulatedSettings, simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { Provider } from "./generated/sqlite/client";
import { type LimitChangeNote, recordLimitChange } from "./limit-change";
import { toPoolRecord } from "./pool-row";
import type { Database } from "./prisma-client";
import { parseStored } from "./stored-json";
import { storableText, storableTextOrNull } from "./stored-text";

/** A stored provider. `apiKeyCipher` is encrypted and never leaves the server. Times are epoch ms. */
export interface ProviderRecord {
  readonly id: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly apiKeyCipher: string | null;
  readonly apiKeyLast4: string | null;
  readonly models: readonly string[];
  readonly simulated: SimulatedSettings | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Set by delete; runs keep showing its name. */
  readonly archivedAt: number | null;
}
export type NewProvider = Omit<ProviderRecord, "updatedAt" | "archivedAt">;
export interface NewPool {
  readonly id: string;
  /** `*` covers every model of the provider. */
  readonly model: string;
  readonly limits: Limits;
  /** `preset slug@n` or `custom`. */
  readonly origin: string;
}
export type ProviderPatch = Partial<
  Pick<ProviderRecord, "name" | "baseUrl" | "apiKeyCipher" | "apiKeyLast4" | "models" | "simulated">
>;

const kindSchema = z.enum(PROVIDER_KINDS);
const modelsSchema = z.array(z.string());

function toProviderRecord(row: Provider): ProviderRecord {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    name: row.name,
    kind: kindSchema.parse(row.kind),
    baseUrl: row.baseUrl,
    apiKeyCipher: row.apiKeyCipher,
    apiKeyLast4: row.apiKeyLast4,
    models: parseStored(modelsSchema, row.models),
    simulated: row.simulated === null ? null : parseStored(simulatedSettingsSchema, row.simulated),
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    archivedAt: row.archivedAt?.getTime() ?? null,
  };
}

const jsonOrNull = (value: object | null) => (value === null ? null : JSON.stringify(value));

/** Providers; each is stored together with its first pool. */
export class ProviderStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Stores a provider and its pool, whose limits are revision 1 by `change`. */
  create(
    provider: NewProvider,
    pool: NewPool,
    change: LimitChangeNote,
  ): Promise<{ provider: ProviderRecord; pool: PoolRecord }> {
    return this.#db.transaction(async (tx) => {
      const row = await tx.provider.create({
        data: {
          id: provider.id,
          workspaceId: provider.workspaceId,
          name: storableText(provider.name),
          kind: provider.kind,
          baseUrl: storableTextOrNull(provider.baseUrl),
          apiKeyCipher: provider.apiKeyCipher,
          apiKeyLast4: storableTextOrNull(provider.apiKeyLast4),
          models: JSON.stringify(provider.models),
          simulated: jsonOrNull(provider.simulated),
          createdAt: new Date(provider.createdAt),
          updatedAt: new Date(provider.createdAt),
        },
      });
      const poolRow = await tx.pool.create({
        data: { ...pool, providerId: provider.id, limits: JSON.stringify(pool.limits) },
      });
      await recordLimitChange(tx, { poolId: pool.id }, { ...change, revision: 1, before: null, after: pool.limits });
      return { provider: toProviderRecord(row), pool: toPoolRecord(poolRow) };
    });
  }

  /** Also finds archived providers. */
  async get(providerId: string): Promise<ProviderRecord | null> {
    const row = await this.#db.read((client) => client.provider.findUnique({ where: { id: providerId } }));
    return row === null ? null : toProviderRecord(row);
  }

  /** Oldest first, without the archived unless asked for. */
  async list(workspaceId: string, options: { archived?: boolean } = {}): Promise<ProviderRecord[]> {
    const rows = await this.#db.read((client) =>
      client.provider.findMany({
        where: { workspaceId, ...(options.archived === true ? {} : { archivedAt: null }) },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      }),
    );
    return rows.map(toProviderRecord);
  }

  /** What is absent in the patch stays. @throws DomainError not-found */
  update(providerId: string, patch: ProviderPatch, at: number): Promise<ProviderRecord> {
    return this.#db.transaction(async (tx) => {
      const { models, simulated, name, baseUrl, apiKeyCipher, apiKeyLast4 } = patch;
      const { count } = await tx.provider.updateMany({
        where: { id: providerId, archivedAt: null },
        data: {
          updatedAt: new Date(at),
          ...(name === undefined ? {} : { name: storableText(name) }),
          ...(baseUrl === undefined ? {} : { baseUrl: storableTextOrNull(baseUrl) }),
          ...(apiKeyCipher === undefined ? {} : { apiKeyCipher }),
          ...(apiKeyLast4 === undefined ? {} : { apiKeyLast4: storableTextOrNull(apiKeyLast4) }),
          ...(models === undefined ? {} : { models: JSON.stringify(models) }),
          ...(simulated === undefined ? {} : { simulated: jsonOrNull(simulated) }),
        },
      });
      if (count === 0) throw new DomainError("not-found", `There is no provider ${providerId}.`);
      return toProviderRecord(await tx.provider.findUniqueOrThrow({ where: { id: providerId } }));
    });
  }

  /** Takes the provider out of all lists and forgets its key; its pools and runs stay. @throws DomainError not-found */
  async archive(providerId: string, at: number): Promise<void> {
    const { count } = await this.#db.read((client) =>
      client.provider.updateMany({
        where: { id: providerId, archivedAt: null },
        data: { archivedAt: new Date(at), apiKeyCipher: null },
      }),
    );
    if (count === 0) throw new DomainError("not-found", `There is no provider ${providerId}.`);
  }
}
