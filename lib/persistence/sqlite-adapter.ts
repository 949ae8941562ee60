import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, Transaction } from "@prisma/driver-adapter-utils";
import type BetterSqlite3 from "better-sqlite3";

/** The stock adapter keeps its driver in `client`, though its type does not say so. */
type Inner = SqlDriverAdapter & { readonly client: BetterSqlite3.Database };

export interface SqliteAdapterOptions {
  /** How long a statement waits for another process that is writing. */
  readonly busyMs?: number;
  /** Upper bound of the file in pages of 4 KiB; tests use it to act a full disk. */
  readonly maxPages?: number;
}

/** First come, first served. The returned release may be called more than once. */
class Lock {
  #tail: Promise<void> = Promise.resolve();
  async acquire(): Promise<() => void> {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const before = this.#tail;
    this.#tail = before.then(() => held);
    await before;
    return release;
  }
}

const isRead = (sql: string) => /^\s*(SELECT|EXPLAIN)\b/i.test(sql);

/** The driver is synchronous: without a turn of the event loop, awaited queries in a row would hold up timers and sockets. */
const yieldToEventLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

async function openConnection(factory: PrismaBetterSqlite3, options: SqliteAdapterOptions): Promise<Inner> {
  // The driver is read where the stock adapter stores it; the first pragma fails loudly should that ever change.
  const connection = (await factory.connect()) as Inner;
  connection.client.pragma("journal_mode = WAL");
  connection.client.pragma("synchronous = NORMAL");
  connection.client.pragma("foreign_keys = ON");
  if (options.maxPages !== undefined) connection.client.pragma(`max_page_count = ${options.maxPages}`);
  // SQLite's own lower() knows ASCII only.
  connection.client.function("fold_case", { deterministic: true }, (text) =>
    typeof text === "string" ? text.toLowerCase() : text,
  );
  return connection;
}

/** A transaction that gives the lock back when it ends, and ends also where COMMIT fails. */
function guardTransaction(tx: Transaction, writer: Inner, release: () => void): Transaction {
  const end = (how: () => Promise<void>) => async () => {
    try {
      await how();
    } finally {
      if (writer.client.inTransaction) writer.client.exec("ROLLBACK");
      release();
    }
  };
  const executeRaw = tx.executeRaw.bind(tx);
  tx.executeRaw = async (query) => {
    try {
      return await executeRaw(query);
    } catch (error) {
      // A COMMIT that failed leaves the transaction open, and every later write would land in it unseen.
      if (query.sql === "COMMIT") await tx.rollback();
      throw error;
    }
  };
  tx.commit = end(tx.commit.bind(tx));
  tx.rollback = end(tx.rollback.bind(tx));
  return tx;
}

function composeAdapter(writer: Inner, reader: Inner): SqlDriverAdapter {
  const lock = new Lock();
  const locked = async <T>(work: () => Promise<T>) => {
    await yieldToEventLoop();
    const release = await lock.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  };
  return {
    provider: "sqlite",
    adapterName: writer.adapterName,
    queryRaw: async (query: SqlQuery) => {
      if (!isRead(query.sql)) return locked(() => writer.queryRaw(query));
      await yieldToEventLoop();
      return reader.queryRaw(query);
    },
    executeRaw: (query: SqlQuery) => locked(() => writer.executeRaw(query)),
    executeScript: (script: string) => locked(() => writer.executeScript(script)),
    async startTransaction(level) {
      await yieldToEventLoop();
      const release = await lock.acquire();
      try {
        return guardTransaction(await writer.startTransaction(level), writer, release);
      } catch (error) {
        release();
        throw error;
      }
    },
    dispose: async () => {
      await reader.dispose();
      await writer.dispose();
    },
    getConnectionInfo: () => writer.getConnectionInfo?.() ?? { supportsRelationJoins: false },
  };
}

/**
 * better-sqlite3 for Prisma: one connection that writes, behind a lock, and one that reads (WAL). The stock adapter
 * shares one connection without a lock, so that work outside a transaction lands inside it and is lost when it rolls back.
 * @throws the driver's SqliteError where the file cannot be opened
 */
export function sqliteAdapter(url: string, options: SqliteAdapterOptions = {}): SqlDriverAdapterFactory {
  const factory = new PrismaBetterSqlite3({ url, timeout: options.busyMs ?? 5000 });
  return {
    provider: "sqlite",
    adapterName: factory.adapterName,
    async connect() {
      const writer = await openConnection(factory, options);
      const reader = await openConnection(factory, options);
      reader.client.pragma("query_only = ON");
      const prepare = writer.client.prepare.bind(writer.client);
      // A deferred BEGIN that writes later cannot wait for another process: take the write lock at once.
      writer.client.prepare = ((sql: string) =>
        prepare(sql === "BEGIN" ? "BEGIN IMMEDIATE" : sql)) as typeof writer.client.prepare;
      return composeAdapter(writer, reader);
    },
  };
}
