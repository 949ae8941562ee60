import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { API_ROUTES, type ApiRoute } from "@/lib/contracts/api-routes";
import { openApiDocument } from "@/lib/http/openapi-document";

const routes = Object.entries<ApiRoute>(API_ROUTES);

describe("the OpenAPI document", () => {
  const document = openApiDocument("1.2.3");

  it("names every operation once, with its refusals", () => {
    const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item ?? {}));
    const ids = operations.flatMap((operation) => ("operationId" in operation ? [operation.operationId] : []));
    expect(ids.sort()).toEqual(Object.keys(API_ROUTES).sort());
    expect(document.paths?.["/api/v1/runs"]?.post?.responses).toHaveProperty("422");
  });

  it("describes each parameter of each path", () => {
    for (const [name, route] of routes) {
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params?.shape ?? {}), name).toEqual(inPath);
    }
  });

  it("never offers an API key in an answer", () => {
    expect(JSON.stringify(document.components?.schemas?.Provider)).not.toMatch(/"apiKey"|apiKeyCipher/);
  });
});

describe("the route files", () => {
  it.each(routes)("%s is served where its contract says", (_, route) => {
    const folder = route.path.replace(/^\//, "").replace(/\{(\w+)\}/g, "[$1]");
    const file = path.resolve("app", folder, "route.ts");
    expect(existsSync(file), file).toBe(true);
    expect(readFileSync(file, "utf8")).toContain(`export const ${route.method} =`);
  });
});
