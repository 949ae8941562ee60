import { DomainError } from "@/lib/core/errors";
import type { SavedView } from "./generated/sqlite/client";
import type { Database } from "./prisma-client";
import { isUniqueViolation } from "./prisma-errors";
import { storableText } from "./stored-text";

export interface SavedViewRecord {
  readonly id: string;
  /** The list that it belongs to. */
  readonly page: string;
  readonly name: string;
  readonly query: string;
  readonly createdBy: string;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

function toRecord(row: SavedView): SavedViewRecord {
  const { id, page, name, query, createdBy } = row;
  return { id, page, name, query, createdBy, createdAt: row.createdAt.getTime(), updatedAt: row.updatedAt.getTime() };
}

/** Names for query strings, each unique on its page. */
export class SavedViewStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** In the order of their names. */
  async list(workspaceId: string, page: string): Promise<SavedViewRecord[]> {
    const rows = await this.#db.read((client) =>
      client.savedView.findMany({ where: { workspaceId, page }, orderBy: { name: "asc" } }),
    );
    return rows.map(toRecord);
  }

  async get(workspaceId: string, id: string): Promise<SavedViewRecord | null> {
    const row = await this.#db.read((client) => client.savedView.findFirst({ where: { id, workspaceId } }));
    return row === null ? null : toRecord(row);
  }

  /** @throws DomainError conflict (the name is taken) */
  add(workspaceId: string, view: Omit<SavedViewRecord, "updatedAt">): Promise<SavedViewRecord> {
    return named(view.name, async () => {
      const createdAt = new Date(view.createdAt);
      const row = await this.#db.read((client) =>
        client.savedView.create({
          data: {
            ...view,
            workspaceId,
            name: storableText(view.name),
            query: storableText(view.query),
            createdBy: storableText(view.createdBy),
            createdAt,
            updatedAt: createdAt,
          },
        }),
      );
      return toRecord(row);
    });
  }

  /** Gives another name or query; what is absent stays. False where there is no such view. @throws DomainError conflict */
  change(
    workspaceId: string,
    id: string,
    to: { name?: string | undefined; query?: string | undefined; at: number },
  ): Promise<boolean> {
    return named(to.name ?? "", async () => {
      const data = {
        updatedAt: new Date(to.at),
        ...(to.name === undefined ? {} : { name: storableText(to.name) }),
        ...(to.query === undefined ? {} : { query: storableText(to.query) }),
      };
      const { count } = await this.#db.read((client) =>
        client.savedView.updateMany({ where: { id, workspaceId }, data }),
      );
      return count > 0;
    });
  }

  /** False where there is no such view. */
  async remove(workspaceId: string, id: string): Promise<boolean> {
    const { count } = await this.#db.read((client) => client.savedView.deleteMany({ where: { id, workspaceId } }));
    return count > 0;
  }
}

async function named<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const issue = { path: "name", message: `another view is called ${name}` };
    throw new DomainError("conflict", `There is a view called ${name} already. Give it another name.`, [issue], {
      cause: error,
    });
  }
}
