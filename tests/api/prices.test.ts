import { describe, expect, it } from "vitest";
import { GET, PUT } from "@/app/api/v1/prices/route";
import { priceTableResponse } from "@/lib/contracts/prices";
import { SHIPPED_PRICES, SHIPPED_PRICES_DATE } from "@/lib/core/pricing/shipped-prices";
import { ok, refused, send } from "./support/api-server";
import { aProvider } from "./support/launch";

const read = () => ok(GET, priceTableResponse);
const put = (body: unknown) => ok(PUT, priceTableResponse, { method: "PUT", body });
const refuse = (body: unknown) => refused(PUT, { method: "PUT", body });
const row = (over: Record<string, unknown> = {}) => ({
  provider: "openai",
  model: "gpt-4o",
  inputUsdPerMillion: 2,
  outputUsdPerMillion: 8,
  ...over,
});

describe("the price table", () => {
  it("starts as shipped, with version and date", async () => {
    expect(await read()).toMatchObject({
      version: 0,
      label: `shipped ${SHIPPED_PRICES_DATE}`,
      shipped: { date: SHIPPED_PRICES_DATE },
      history: [],
    });
    const { rows } = await read();
    expect(rows).toHaveLength(SHIPPED_PRICES.length);
    expect(rows.every((each) => each.origin === "shipped")).toBe(true);
  });

  it("is edited as a whole, and records who changed what and why", async () => {
    const providerId = await aProvider();
    const { version, rows } = await read();
    const kept = rows
      .filter((each) => each.model !== "gpt-4o" && each.model !== "o1")
      .map(({ origin: _, ...each }) => each);
    const added = row({ provider: providerId, model: "sim-*", cachedInputUsdPerMillion: 1 });
    const after = await put({ version, rows: [...kept, row(), added], reason: "our contract" });
    expect(after).toMatchObject({ version: version + 1, label: `v${version + 1}` });
    expect(after.rows.find((each) => each.model === "gpt-4o")).toMatchObject({ inputUsdPerMillion: 2, origin: "own" });
    expect(after.history[0]).toMatchObject({
      version: version + 1,
      actor: "Local owner",
      reason: "our contract",
      source: "api",
    });
    expect(after.history[0]?.changes).toEqual([
      expect.objectContaining({ model: "gpt-4o", before: expect.objectContaining({ inputUsdPerMillion: 2.5 }) }),
      expect.objectContaining({ provider: providerId, model: "sim-*", before: null }),
      expect.objectContaining({ model: "o1", after: null }),
    ]);
    expect(await read()).toEqual(after);
  });

  it("lets only one of two edits that rest on the same version through", async () => {
    const { version } = await read();
    const edit = () => send(PUT, { method: "PUT", body: { version, rows: [row()] } });
    const statuses = (await Promise.all([edit(), edit()])).map((response) => response.status);
    expect(statuses.sort()).toEqual([200, 409]);
    expect(await refuse({ version, rows: [] })).toMatchObject({
      status: 409,
      message: expect.stringContaining("by Local owner"),
    });
  });

  it.each([
    ["a negative price", [row({ inputUsdPerMillion: -1 })], "rows[0].inputUsdPerMillion"],
    ["a missing price", [row({ outputUsdPerMillion: undefined })], "rows[0].outputUsdPerMillion"],
    ["an empty model", [row({ model: "" })], "rows[0].model"],
    ["two prices for one model", [row(), row({ model: "a" }), row()], "rows[2].model"],
    ["a provider that does not exist", [row({ provider: "prv_none" })], "rows[0].provider"],
  ])("refuses %s, and says where", async (_, rows, path) => {
    const { version } = await read();
    const error = await refuse({ version, rows });
    expect(error.status).toBe(400);
    expect(error.issues?.map((issue) => issue.path)).toContain(path);
    expect((await read()).version).toBe(version);
  });
});
