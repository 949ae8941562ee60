import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { GET as unknown } from "@/app/api/[...path]/route";
import { GET as health } from "@/app/api/health/route";
import { GET as metrics } from "@/app/api/metrics/route";
import { GET as openapi } from "@/app/api/openapi.json/route";
import { GET as ready } from "@/app/api/ready/route";
import { PUT as wrongOnRun } from "@/app/api/v1/runs/[runId]/route";
import { GET as listRuns, POST as postRun } from "@/app/api/v1/runs/route";
import { API_ROUTES } from "@/lib/contracts/api-routes";
import { methodsAt, noSuchRoute } from "@/lib/http/no-such-route";
import { container, ok, refused, runEnded, send } from "./support/api-server";
import { aRun } from "./support/launch";

describe("health and readiness", () => {
  it("say that the process lives, and that it can work", async () => {
    expect(await ok(health, API_ROUTES.health.response)).toEqual({ status: "ok" });
    expect(await ok(ready, API_ROUTES.ready.response)).toEqual({ status: "ready", database: "ok", engine: "ok" });
  });

  it("tell a process whose database is away from one that is dead", async () => {
    const { stores } = container.context;
    const { ping } = stores;
    const { DomainError } = await import("@/lib/core/errors");
    Object.assign(stores, {
      ping: () => Promise.reject(new DomainError("unavailable", "The database does not answer.")),
    });
    try {
      const response = await send(ready);
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).not.toBeNull();
      expect((await send(health)).status).toBe(200);
    } finally {
      Object.assign(stores, { ping });
    }
  });
});

describe("metrics for Prometheus", () => {
  it("count what the engine did", async () => {
    const run = await runEnded((await aRun({}, 7)).id);
    const response = await send(metrics);
    const text = await response.text();
    expect(response.headers.get("content-type")).toMatch("text/plain");
    expect(text).toContain(`evalpace_attempts_total{provider="${run.target.providerId}",model="sim",outcome="ok"} 7`);
    expect(text).toMatch(/evalpace_runs\{state="running"\} 0/);
    expect(text).toMatch(/evalpace_provider_latency_seconds_bucket\{le="0\.4"/);
  });
});

describe("the API", () => {
  it("describes itself", async () => {
    const document = JSON.parse(await (await send(openapi)).text());
    expect(document).toMatchObject({
      openapi: "3.1.0",
      paths: { "/api/v1/runs": { post: { operationId: "createRun" } } },
    });
  });

  it("answers an unknown path in JSON", async () => {
    expect(await refused(unknown, { path: "/api/v1/nothing" })).toMatchObject({
      status: 404,
      message: expect.stringContaining("/api/v1/nothing"),
    });
  });

  it("answers a wrong method with those that there are", async () => {
    const response = await send(wrongOnRun, { method: "PUT", path: "/api/v1/runs/run_1" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, PATCH, DELETE, HEAD, OPTIONS");
    expect(await response.json()).toEqual({
      error: {
        code: "method-not-allowed",
        message: "There is no PUT /api/v1/runs/run_1. This address takes GET, PATCH, DELETE.",
      },
    });
  });

  it("has an answer to every method at every address, and a handler for those of the contracts", async () => {
    const files = readdirSync("app/api", { recursive: true, encoding: "utf8" }).filter((file) =>
      /\broute\.ts$/.test(file),
    );
    expect(files.length).toBeGreaterThan(50);
    for (const file of files.filter((each) => !each.includes("[...path]") && !each.endsWith("api-route.ts"))) {
      const handlers: Record<string, unknown> = await import(path.resolve("app/api", file));
      const address = `/api/${path.dirname(file).replace(/\[\w+\]/g, "x")}`;
      const methods = methodsAt(address);
      expect(methods, address).not.toEqual([]);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        expect(handlers[method] === noSuchRoute, `${method} ${address}`).toBe(!methods.includes(method));
        expect(handlers[method], `${method} ${address}`).toBeTypeOf("function");
      }
    }
  });

  it("keeps other web sites and unknown host names out", async () => {
    const foreign = { origin: "http://evil.example", "sec-fetch-site": "cross-site" };
    expect(await refused(postRun, { body: {}, headers: foreign })).toMatchObject({ status: 403, code: "forbidden" });
    expect(await refused(listRuns, { headers: { host: "evil.example" } })).toMatchObject({ status: 403 });
  });

  it("refuses a body over a megabyte", async () => {
    const body = JSON.stringify({ name: "x".repeat(1_100_000) });
    expect(await refused(postRun, { body })).toMatchObject({ status: 413, code: "payload-too-large" });
  });

  it("is never cached", async () => {
    expect((await send(listRuns)).headers.get("cache-control")).toBe("no-store");
  });

  it("tells nothing of a failure inside but its request id", async () => {
    const { runs } = container.context.stores;
    const list = runs.list.bind(runs);
    runs.list = () => Promise.reject(new Error("secret detail"));
    try {
      const error = await refused(listRuns);
      expect(error).toMatchObject({ status: 500, code: "internal" });
      expect(error.message).not.toContain("secret");
    } finally {
      runs.list = list;
    }
  });
});
