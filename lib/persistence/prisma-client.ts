import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { PrismaClient as PostgresClient } from "./generated/postgresql/client";
import { type Prisma, PrismaClient } from "./generated/sqlite/client";
import { toDomainError } from "./prisma-errors";
import { type SqliteAdapterOptions, sqliteAdapter } from "./sqlite-adapter";

/** The client inside a transaction. */
export type Transaction = Prisma.TransactionClient;
export type DatabaseKind = "sqlite" | "postgresql";

/** A Prisma client with what differs between the two databases, and errors that people can read. */
export interface Database {
  readonly kind: DatabaseKind;
  /** @throws DomainError unavailable */
  read<T>(work: (client: PrismaClient) => Promise<T>): Promise<T>;
  /**
   * Runs one statement outside any transaction, past Prisma, which would copy its parameters five times over and hold
   * on to them for a while. For large ones. Returns the number of rows. @throws DomainError unavailable
   */
  bulk(statement: Prisma.Sql): Promise<number>;
  /** All or nothing; inside, only `tx` may be used. @throws DomainError unavailable */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Creating a run of 100,000 cases takes seconds, and other writers wait for it. */
const TRANSACTION = { maxWait: 60_000, timeout: 120_000 };

export function databaseKind(databaseUrl: string): DatabaseKind {
  return /^postgres(ql)?:/.test(databaseUrl) ? "postgresql" : "sqlite";
}

/** Lets Prisma connect, and keeps the connection in view. */
function tapped(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory & { connection(): SqlDriverAdapter } {
  let connection: SqlDriverAdapter | null = null;
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      connection = await factory.connect();
      return connection;
    },
    connection() {
      if (connection === null) throw new Error("the database is not connected");
      return connection;
    },
  };
}

function createAdapter(databaseUrl: string, sqlite: SqliteAdapterOptions): SqlDriverAdapterFactory {
  return databaseKind(databaseUrl) === "sqlite"
    ? sqliteAdapter(databaseUrl, sqlite)
    : new PrismaPg({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
}

function createClient(kind: DatabaseKind, adapter: SqlDriverAdapterFactory): PrismaClient {
  const options = { adapter, transactionOptions: TRANSACTION };
  if (kind === "sqlite") return new PrismaClient(options);
  // Both clients come from one set of models and have the same shape; only their class types differ.
  return new PostgresClient(options) as unknown as PrismaClient;
}

/** Opens the database at `file:…` or `postgresql://…`. It has to be migrated. Connects at first use. */
export function openDatabase(databaseUrl: string, sqlite: SqliteAdapterOptions = {}): Database {
  const kind = databaseKind(databaseUrl);
  const adapter = tapped(createAdapter(databaseUrl, sqlite));
  const client = createClient(kind, adapter);
  const guarded = async <T>(work: () => Promise<T>) => {
    try {
      return await work();
    } catch (error) {
      throw toDomainError(error);
    }
  };
  return {
    kind,
    read: (work) => guarded(() => work(client)),
    bulk: (statement) =>
      guarded(async () => {
        await client.$connect();
        return adapter.connection().executeRaw({
          sql: kind === "sqlite" ? statement.sql : statement.text,
          args: statement.values,
          argTypes: statement.values.map(() => ({ scalarType: "unknown", arity: "scalar" })),
        });
      }),
    transaction: (work) => guarded(() => client.$transaction(work)),
    close: () => client.$disconnect(),
  };
}
