import { readdirSync } from "node:fs";
import path from "node:path";
import { DomainError } from "@/lib/core/errors";

/** The migrations that this code was written for, by the database's URL. */
export function expectedMigrations(databaseUrl: string): string[] {
  const kind = databaseUrl.startsWith("postgres") ? "postgresql" : "sqlite";
  const folder = path.resolve("prisma", kind, "migrations");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** @throws DomainError unavailable, where the database is of another version than the code */
export function assertMigrated(expected: readonly string[], applied: readonly string[]): void {
  const missing = expected.filter((name) => !applied.includes(name));
  if (missing.length > 0) {
    throw new DomainError(
      "unavailable",
      `The database lacks ${missing.join(", ")}. Start Evalpace anew to migrate it.`,
    );
  }
  const unknown = applied.filter((name) => !expected.includes(name));
  if (unknown.length === 0) return;
  throw new DomainError(
    "unavailable",
    `The database was migrated by a newer Evalpace (${unknown.join(", ")}). Update this one.`,
  );
}
