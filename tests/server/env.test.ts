import { describe, expect, it } from "vitest";
import { readEnvironment } from "@/lib/server/env";

describe("the environment", () => {
  it("has defaults that keep everything on this machine", () => {
    expect(readEnvironment({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      allowedHosts: [],
      dataDir: "./data",
      databaseUrl: undefined,
      redisUrl: undefined,
      secret: undefined,
      logLevel: "info",
      development: false,
    });
  });
  it("takes an empty variable for an absent one", () => {
    expect(readEnvironment({ PORT: "", DATABASE_URL: "  " })).toMatchObject({ port: 3000, databaseUrl: undefined });
  });
  it("splits the allowed hosts", () => {
    expect(readEnvironment({ ALLOWED_HOSTS: "a.example, B.example," }).allowedHosts).toEqual([
      "a.example",
      "b.example",
    ]);
  });
  it.each([
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "http"],
    ["PORT", "1e3"],
    ["HOST", "http://x"],
    ["DATABASE_URL", "mysql://x"],
    ["DATABASE_URL", "file:"],
    ["REDIS_URL", "localhost:6379"],
    ["EVALPACE_SECRET", "short"],
    ["LOG_LEVEL", "loud"],
  ])("refuses %s=%s by naming it", (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(new RegExp(`^${name} must`));
  });
  it("names every variable that is wrong, a line each", () => {
    expect(() => readEnvironment({ PORT: "x", LOG_LEVEL: "y" })).toThrow(/PORT must.*\nLOG_LEVEL must/);
  });
});
