import { z } from "zod";

const text = z.string().trim();
const PORT_RULE = "PORT must be a whole number from 1 to 65535";

const environmentSchema = z.object({
  /** TCP port to serve on. */
  PORT: text
    .regex(/^\d+$/, { error: PORT_RULE })
    .transform(Number)
    .pipe(z.number().min(1, { error: PORT_RULE }).max(65_535, { error: PORT_RULE }))
    .default(3000),
  /** Address to listen on. The default keeps the dashboard on this machine. */
  HOST: text
    .regex(/^[^\s/]+$/, { error: "HOST must be an address or host name, e.g. 127.0.0.1 or 0.0.0.0" })
    .default("127.0.0.1"),
  /** Extra host names under which browsers may reach the server (behind a reverse proxy), separated by commas. */
  ALLOWED_HOSTS: text.default("").transform((list) =>
    list
      .split(",")
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ""),
  ),
  /** Where the database file, the generated key and uploads under way are kept. */
  DATA_DIR: text.min(1, { error: "DATA_DIR must be a directory path, e.g. ./data" }).default("./data"),
  /** `file:<path>` for SQLite, `postgresql://…` for PostgreSQL. Absent: a SQLite file in DATA_DIR. */
  DATABASE_URL: text
    .regex(/^(file:.|postgres(ql)?:\/\/.)/, {
      error: "DATABASE_URL must begin with file: (SQLite) or postgresql:// (PostgreSQL)",
    })
    .optional(),
  /** Reserved for running the engine in several processes. */
  REDIS_URL: text.regex(/^rediss?:\/\//, { error: "REDIS_URL must begin with redis:// or rediss://" }).optional(),
  /** Encrypts provider keys: 32 bytes as hex or base64, or a passphrase of 16 characters or more. */
  EVALPACE_SECRET: text
    .min(16, { error: "EVALPACE_SECRET must be 32 bytes as hex or base64, or a passphrase of at least 16 characters" })
    .optional(),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], {
      error: "LOG_LEVEL must be one of trace, debug, info, warn, error, silent",
    })
    .default("info"),
  NODE_ENV: text.optional(),
});

/** The settings of this process, checked. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly secret: string | undefined;
  readonly logLevel: "trace" | "debug" | "info" | "warn" | "error" | "silent";
  readonly development: boolean;
}

/**
 * Reads and checks the environment; an empty variable counts as absent.
 * @throws Error naming each wrong variable and what it accepts, one line each
 */
export function readEnvironment(source: Record<string, string | undefined> = process.env): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim() !== ""));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join("\n"));
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    allowedHosts: env.ALLOWED_HOSTS,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    secret: env.EVALPACE_SECRET,
    logLevel: env.LOG_LEVEL,
    development: env.NODE_ENV === "development",
  };
}

let read: Environment | null = null;

/** The environment of this process, read once. @throws Error as `readEnvironment` does */
export function environment(): Environment {
  read ??= readEnvironment();
  return read;
}
