import { autoPauseSchema } from "@/lib/core/runs/auto-pause";
import type { AutoPause } from "@/lib/core/runs/auto-pause-rules";
import type { Workspace } from "./generated/sqlite/client";
import type { Database } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";
import { parseStored } from "./stored-json";
import { storableText } from "./stored-text";

export interface WorkspaceRecord {
  readonly id: string;
  readonly name: string;
  /** Epoch ms. */
  readonly createdAt: number;
}

function toWorkspace(row: Workspace): WorkspaceRecord {
  return { id: row.id, name: row.name, createdAt: row.createdAt.getTime() };
}

export class WorkspaceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async get(workspaceId: string): Promise<WorkspaceRecord | null> {
    const row = await this.#db.read((client) => client.workspace.findUnique({ where: { id: workspaceId } }));
    return row === null ? null : toWorkspace(row);
  }

  /** Oldest first. */
  async list(): Promise<WorkspaceRecord[]> {
    const rows = await this.#db.read((client) => client.workspace.findMany({ orderBy: { createdAt: "asc" } }));
    return rows.map(toWorkspace);
  }

  /** When new runs pause by themselves unless they say otherwise; null: as shipped. */
  async autoPause(workspaceId: string): Promise<AutoPause | null> {
    const row = await this.#db.read((client) => client.workspace.findUnique({ where: { id: workspaceId } }));
    return row?.autoPause == null ? null : parseStored(autoPauseSchema, row.autoPause);
  }

  async setAutoPause(workspaceId: string, rules: AutoPause): Promise<void> {
    const data = { autoPause: JSON.stringify(rules) };
    await this.#db.read((client) => client.workspace.update({ where: { id: workspaceId }, data }));
  }

  /** Stores the workspace unless one with its id exists; `created` tells which. */
  async ensure(workspace: WorkspaceRecord): Promise<{ workspace: WorkspaceRecord; created: boolean }> {
    try {
      const data = { id: workspace.id, name: storableText(workspace.name), createdAt: new Date(workspace.createdAt) };
      const row = await this.#db.read((client) => client.workspace.create({ data }));
      return { workspace: toWorkspace(row), created: true };
    } catch (error) {
      const stored = isUniqueViolation(error) ? await this.get(workspace.id) : null;
      if (stored === null) throw error;
      return { workspace: stored, created: false };
    }
  }
}
