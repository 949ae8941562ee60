import { DomainError, isDomainError } from "@/lib/core/errors";
import { Prisma } from "./generated/sqlite/client";

const DISK_FULL = "The disk that holds the data is full. Nothing was written; free some space and try again.";
const UNREACHABLE =
  "The database cannot be reached. Check DATABASE_URL and that the server is running, then try again.";

/** What the drivers and the system say, in the order it is looked for, and what to tell people. */
const UNAVAILABLE: readonly (readonly [pattern: RegExp, message: string])[] = [
  [/SQLITE_FULL|ENOSPC|database or disk is full|\b53100\b|No space left on device/, DISK_FULL],
  [
    /SQLITE_READONLY|attempt to write a readonly database/,
    "The database file is read-only. Make DATA_DIR writable for this process and try again.",
  ],
  [
    /SQLITE_CANTOPEN|unable to open database file|Cannot open database/,
    "The database file cannot be opened. Check that DATA_DIR exists and is writable.",
  ],
  [
    /SQLITE_IOERR|disk I\/O error/,
    "The disk that holds the data reports an error. Nothing was written; check the disk and try again.",
  ],
  [
    /SQLITE_CORRUPT|SQLITE_NOTADB|database disk image is malformed|file is not a database/,
    "The database file is damaged. Stop Evalpace and restore it from a backup.",
  ],
  [
    /SQLITE_BUSY|database is locked|\bP1008\b|\bP2028\b|\bP2024\b/,
    "The database is busy with another writer. Nothing was written; try again.",
  ],
  [/\bP1001\b|\bP1002\b|\bP1017\b|DatabaseNotReachable|ConnectionClosed|TooManyConnections|\b57P0[123]\b/, UNREACHABLE],
  [/ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|Connection terminated/, UNREACHABLE],
  [
    /\bP1000\b|\bP1003\b|\bP1010\b|AuthenticationFailed|DatabaseAccessDenied|DatabaseDoesNotExist/,
    "The database server refuses the connection. Check user, password and database in DATABASE_URL.",
  ],
];

/** Codes and messages of an error and all its causes, as one text. */
function signs(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return "";
  const code = "code" in error ? String(error.code) : "";
  const meta = "meta" in error ? JSON.stringify(error.meta) : "";
  const own = "cause" in error && !(error.cause instanceof Error) ? JSON.stringify(error.cause) : "";
  return [code, error.message, meta, own, signs(error.cause, depth + 1)].join("\n");
}

/** True where a unique key was already there (P2002), also in raw statements. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002") return true;
  return /SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)|UniqueConstraintViolation|\b23505\b|UNIQUE constraint failed/.test(
    signs(error),
  );
}

/**
 * Turns failures of the database that people can mend (disk full, file not writable, server gone, busy) into a
 * DomainError `unavailable` that says so; everything else comes back as it was.
 */
export function toDomainError(error: unknown): unknown {
  if (isDomainError(error)) return error;
  const text = signs(error);
  const known = UNAVAILABLE.find(([pattern]) => pattern.test(text));
  return known ? new DomainError("unavailable", known[1], [], { cause: error }) : error;
}
