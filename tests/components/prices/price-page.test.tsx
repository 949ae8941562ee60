import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { PricePage } from "@/components/prices/price-page";
import type { PriceTableResponse } from "@/lib/contracts/prices";
import { fakeApi } from "../fake-api";
import { show } from "../screen";

const api = fakeApi();
const row = (model: string, input: number, origin: "shipped" | "own" = "shipped") => ({
  provider: "openai",
  model,
  inputUsdPerMillion: input,
  outputUsdPerMillion: 10,
  cachedInputUsdPerMillion: null,
  contextTokens: 128_000,
  origin,
});
const plain = ({ origin: _, ...rest }: PriceTableResponse["rows"][number]) => rest;
const TABLE: PriceTableResponse = {
  version: 0,
  label: "shipped 2026-08-05",
  rows: [row("gpt-4o", 2.5), row("gpt-4o-mini", 0.075)],
  shipped: { date: "2026-08-05", rows: [plain(row("gpt-4o", 2.5)), plain(row("gpt-4o-mini", 0.075))] },
  history: [],
};

beforeEach(() => {
  api.answer("GET /api/v1/prices", () => ({ status: 200, body: TABLE }));
  api.answer("GET /api/v1/providers?limit=500", () => ({ status: 200, body: { items: [], nextCursor: null } }));
  api.answer("PUT /api/v1/prices", () => ({ status: 200, body: { ...TABLE, version: 1, label: "v1" } }));
});

function open(search = "") {
  show(
    <NuqsTestingAdapter searchParams={search} hasMemory>
      <PricePage />
    </NuqsTestingAdapter>,
  );
  return userEvent.setup();
}
const puts = () => api.sent.filter((request) => request.method === "PUT").map((request) => request.body);
const dialog = () => within(screen.getByRole("dialog"));
const box = (name: RegExp) => dialog().getByRole("textbox", { name });

describe("the price page", () => {
  it("shows every price with its origin, and finds a model", async () => {
    const user = open();
    expect(await screen.findByText("gpt-4o-mini")).toBeTruthy();
    expect(screen.getByText("$0.075")).toBeTruthy();
    expect(screen.getByText("$2.50")).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: "Find a model" }), "mini");
    await waitFor(() => expect(screen.queryByText("$2.50")).toBeNull());
  });

  it("is walked by keys, and Enter opens a price", async () => {
    const user = open();
    await screen.findByText("gpt-4o-mini");
    await user.keyboard("jj");
    expect(document.activeElement?.textContent).toBe("gpt-4o-mini");
    await user.keyboard("{Enter}");
    expect((await screen.findByRole("dialog")).textContent).toContain("gpt-4o-mini");
  });

  it("adds a price: the whole table is sent, with the version it rests on and the reason", async () => {
    const user = open();
    await screen.findByText("gpt-4o-mini");
    await user.click(screen.getByRole("button", { name: "Add price" }));
    await user.click(dialog().getByRole("button", { name: "Add price" }));
    expect(dialog().getByText("Name a model; * stands for any text.")).toBeTruthy();
    expect(puts()).toEqual([]);
    await user.type(box(/^Model/), "gpt-4o");
    expect(dialog().getByText("This model has a price already: edit that row.")).toBeTruthy();
    await user.type(box(/^Model/), "-audio*");
    await user.type(box(/^Input/), "$3");
    await user.type(box(/^Output/), "12.5");
    await user.type(box(/^Reason/), "our contract");
    await user.click(dialog().getByRole("button", { name: "Add price" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(puts()).toEqual([
      {
        version: 0,
        reason: "our contract",
        rows: [
          { ...plain(row("gpt-4o-audio*", 3)), outputUsdPerMillion: 12.5, contextTokens: null },
          ...TABLE.rows.map(plain),
        ],
      },
    ]);
  });

  it("opens the form for the model that the address names", async () => {
    open("?provider=simulated&model=sim-paid");
    await waitFor(() => expect(box(/^Model/)).toHaveProperty("value", "sim-paid"));
  });

  it.each(["", "%20", "%00", "x".repeat(201)])("opens no form for what no model is called: model=%s", async (model) => {
    open(`?provider=simulated&model=${model}`);
    await screen.findByText("gpt-4o-mini");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("removes a price after a word of warning, and keeps the dialog where the server refuses", async () => {
    api.answer("PUT /api/v1/prices", () => ({
      status: 409,
      body: { error: { code: "stale-revision", message: "The price table was changed meanwhile by Ana." } },
    }));
    const user = open();
    await screen.findByText("gpt-4o-mini");
    await user.click(screen.getByRole("button", { name: "Actions for gpt-4o" }));
    await user.click(await screen.findByRole("menuitem", { name: "Remove…" }));
    await user.click(dialog().getByRole("button", { name: "Remove price" }));
    expect(await dialog().findByText(/changed meanwhile by Ana/)).toBeTruthy();
    expect(puts()).toEqual([{ version: 0, rows: [plain(row("gpt-4o-mini", 0.075))] }]);
  });

  it("says what newer list prices would change, and takes them over by a press", async () => {
    const edited = { ...TABLE, version: 3, label: "v3", rows: [row("gpt-4o", 9, "own"), row("mine", 1, "own")] };
    api.answer("GET /api/v1/prices", () => ({ status: 200, body: edited }));
    const user = open();
    expect(await screen.findByText(/2 prices of your table differ from the list prices of 2026-08-05/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Take them over" }));
    await waitFor(() => expect(puts()).toHaveLength(1));
    expect(puts()[0]).toMatchObject({
      version: 3,
      rows: [{ model: "gpt-4o", inputUsdPerMillion: 2.5 }, { model: "mine" }, { model: "gpt-4o-mini" }],
    });
  });
});
