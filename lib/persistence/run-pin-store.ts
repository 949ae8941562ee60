import type { Database } from "./prisma-client";
import { storableText } from "./stored-text";

/** Runs that a workspace keeps on top of its list. */
export class RunPinStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(workspaceId: string): Promise<ReadonlySet<string>> {
    const rows = await this.#db.read((client) =>
      client.runPin.findMany({ where: { workspaceId }, select: { runId: true } }),
    );
    return new Set(rows.map((row) => row.runId));
  }

  /** What is pinned already stays as it is. */
  async pin(workspaceId: string, runId: string, by: { actor: string; at: number }): Promise<void> {
    const create = { workspaceId, runId, pinnedBy: storableText(by.actor), pinnedAt: new Date(by.at) };
    await this.#db.read((client) =>
      client.runPin.upsert({ where: { workspaceId_runId: { workspaceId, runId } }, create, update: {} }),
    );
  }

  async unpin(workspaceId: string, runId: string): Promise<void> {
    await this.#db.read((client) => client.runPin.deleteMany({ where: { workspaceId, runId } }));
  }
}
