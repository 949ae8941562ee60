import { describe, expect, it } from "vitest";
import { readEnvironment } from "@/lib/server/env";
import { environmentFaults, settings } from "@/scripts/environment.mjs";

/** What the launcher refuses before it starts the server, and what the server itself refuses. */
function refusals(env: Record<string, string | undefined>): { launcher: boolean; server: boolean } {
  let server = false;
  try {
    readEnvironment(env);
  } catch {
    server = true;
  }
  return { launcher: environmentFaults(env).length > 0, server };
}

describe("the environment", () => {
  it.each([
    { PORT: "abc" },
    { PORT: "0" },
    { PORT: "65536" },
    { PORT: "30.5" },
    { PORT: "-1" },
    { DATABASE_URL: "mysql://x" },
    { DATABASE_URL: "data.db" },
    { REDIS_URL: "http://x" },
    { EVALPACE_SECRET: "too short" },
    { LOG_LEVEL: "loud" },
    { LOG_LEVEL: "INFO" },
  ])("%j is refused by launcher and server alike, in a sentence that names the variable", (env) => {
    expect(refusals(env)).toEqual({ launcher: true, server: true });
    expect(environmentFaults(env)).toEqual([expect.stringContaining(Object.keys(env)[0] ?? "")]);
  });

  it.each([
    {},
    { PORT: "1" },
    { PORT: " 8080 " },
    { PORT: "", HOST: "", DATABASE_URL: "", LOG_LEVEL: "" },
    { HOST: "0.0.0.0" },
    { HOST: "::1" },
    { DATABASE_URL: "file:./x.db" },
    { DATABASE_URL: "postgres://u:p@h/db" },
    { DATABASE_URL: "postgresql://h/db?sslmode=require" },
    { REDIS_URL: "rediss://h" },
    { EVALPACE_SECRET: "sixteen letters!" },
    { LOG_LEVEL: "silent" },
  ])("%j is taken by both", (env) => {
    expect(refusals(env)).toEqual({ launcher: false, server: false });
  });

  it("tells all faults at once, and never a password", () => {
    const faults = environmentFaults({ PORT: "x", DATABASE_URL: "mysql://u:hunter2@h", EVALPACE_SECRET: "hunter2" });
    expect(faults).toHaveLength(3);
    expect(faults.join()).not.toContain("hunter2");
  });

  it("has defaults, and paths that do not depend on where it is started", () => {
    const defaults = { port: 3000, host: "127.0.0.1", dataDir: "/app/data", databaseUrl: "file:/app/data/evalpace.db" };
    expect(settings({}, "/app")).toEqual(defaults);
    expect(settings({ DATA_DIR: "/var/e" }, "/app").databaseUrl).toBe("file:/var/e/evalpace.db");
    expect(settings({ DATABASE_URL: "file:./x.db" }, "/app").databaseUrl).toBe("file:/app/x.db");
    expect(settings({ DATABASE_URL: "postgresql://h/db" }, "/app").databaseUrl).toBe("postgresql://h/db");
  });
});
