import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter, type UrlUpdateEvent } from "nuqs/adapters/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { RunsList } from "@/components/runs/runs-list";
import { deliverToasts } from "@/components/ui/toast";
import type { RunResponse } from "@/lib/contracts/runs";
import { fakeApi } from "../fake-api";
import { runWith } from "../run-builder";
import { show } from "../screen";

const api = fakeApi();
const addresses: string[] = [];
const LIST = "GET /api/v1/runs?float=true&limit=50";

const item = (id: string, over: Partial<RunResponse> = {}, pinned = false) => ({
  ...runWith({ id, name: `run ${id}`, ...over }),
  sparkline: [],
  rateLimitedLastMinute: 0,
  pinned,
});
const page = (...items: unknown[]) => ({ status: 200, body: { items, nextCursor: null } });

const said: string[] = [];
const hear = () => deliverToasts(({ text }) => void said.push(text));

beforeEach(() => {
  // What an earlier test said and nobody drew.
  hear()();
  said.length = 0;
  addresses.length = 0;
  api.answer(LIST, () => page(item("a"), item("b", { state: "finished" }), item("c", { state: "paused" })));
  api.answer("GET /api/v1/providers?limit=500", () => page());
  api.answer("GET /api/v1/datasets?limit=500", () => page());
  api.answer("GET /api/v1/presets?limit=500", () => page());
  api.answer("GET /api/v1/activity?limit=1", () => ({
    status: 200,
    body: { items: [], nextCursor: null, actors: ["Ana", "Bo"] },
  }));
  api.answer("GET /api/v1/views?page=runs", () => ({ status: 200, body: { items: [] } }));
});

function open(search = "") {
  const onUrlUpdate = ({ queryString }: UrlUpdateEvent) => void addresses.push(queryString);
  show(
    <NuqsTestingAdapter searchParams={search} hasMemory onUrlUpdate={onUrlUpdate}>
      <RunsList welcome={<p>Welcome</p>} />
    </NuqsTestingAdapter>,
  );
  return userEvent.setup();
}
const names = () => screen.getAllByRole("link", { name: /^run / }).map((link) => link.textContent);

describe("the list of runs", () => {
  it("tells rate and preset as the page of the run does", async () => {
    const over = {
      rateNow: 5,
      paceRps: { requestsPerSecond: 5, reported: true },
      preset: "normal@2",
      presetEdited: false,
      limitsRevision: 4,
    };
    api.answer(LIST, () => page(item("a", over), item("b", { ...over, presetEdited: true })));
    open("?cols=preset,rate");
    const row = (name: string) => screen.findByRole("row", { name: new RegExp(name) });
    expect((await row("run a")).textContent).toMatch(/normal@2(?! \(edited\)).*5 \/ 5/);
    expect((await row("run b")).textContent).toContain("normal@2 (edited)");
  });

  it("says that the view of its address is not there", async () => {
    const user = open("?view=gone");
    expect(await screen.findByText(/saved view of this address is not there/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Take it out" }));
    await waitFor(() => expect(screen.queryByText(/saved view of this address/)).toBeNull());
    expect(await screen.findByRole("link", { name: "run a" })).toBeTruthy();
  });

  it("moves with J, K and the arrows, and ticks with X", async () => {
    const user = open();
    await screen.findByRole("link", { name: "run a" });
    await user.keyboard("j");
    expect(document.activeElement?.textContent).toBe("run a");
    await user.keyboard("{ArrowDown}x");
    expect(document.activeElement?.textContent).toBe("run b");
    expect(screen.getByRole("checkbox", { name: "Tick run b" }).getAttribute("aria-checked")).toBe("true");
    await user.keyboard("kx");
    const bar = within(screen.getByRole("region", { name: "Ticked runs" }));
    expect(bar.getByText("2 ticked")).toBeTruthy();
    expect(bar.getByRole("link", { name: "Compare" }).getAttribute("href")).toBe("/compare?runs=b,a");
    await waitFor(() => expect(addresses.at(-1)).toContain("sel=b,a"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("region", { name: "Ticked runs" })).toBeNull());
  });

  it("acts on the ticked runs that can, and names those that refuse", async () => {
    api.answer("POST /api/v1/runs/a/pause", () => ({
      status: 409,
      body: { error: { code: "illegal-transition", message: "It has ended meanwhile." } },
    }));
    const user = open("?sel=a,b,c");
    const bar = within(await screen.findByRole("region", { name: "Ticked runs" }));
    // b is over, and c is paused already.
    await user.click(await bar.findByRole("button", { name: "Pause 1" }));
    await waitFor(() =>
      expect(api.sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual([
        "/api/v1/runs/a/pause",
      ]),
    );
    expect((await bar.findByRole("alert")).textContent).toBe("run a: It has ended meanwhile.");
    await user.click(bar.getByRole("button", { name: "Cancel 2…" }));
    expect(screen.getByRole("alertdialog").textContent).toContain("Cancel 2 runs?");
  });

  it("says in its row why a run could not be paused", async () => {
    api.answer("POST /api/v1/runs/a/pause", () => ({
      status: 503,
      body: { error: { code: "unavailable", message: "The database is busy." } },
    }));
    const user = open();
    await user.click(await screen.findByRole("button", { name: "Actions of run a" }));
    await user.click(await screen.findByRole("menuitem", { name: "Pause" }));
    const row = within(screen.getByRole("row", { name: /run a/ }));
    expect((await row.findByRole("alert")).textContent).toBe("The database is busy.");
  });

  it("deletes the ticked runs that are over, keeps those ticked that could not be, and says why", async () => {
    const over = { state: "finished" } as const;
    api.answer(LIST, () => page(item("a"), item("b", over), item("c", over)));
    api.answer("DELETE /api/v1/runs/b", () => ({ status: 204, body: null }));
    api.answer("DELETE /api/v1/runs/c", () => ({
      status: 409,
      body: { error: { code: "illegal-transition", message: "It was resumed meanwhile." } },
    }));
    const user = open("?sel=a,b,c");
    const bar = within(await screen.findByRole("region", { name: "Ticked runs" }));
    await user.click(await bar.findByRole("button", { name: "Delete 2…" }));
    const dialog = within(screen.getByRole("alertdialog"));
    expect(dialog.getByRole("list").textContent).toMatch(/run b: .*run c: /);
    expect(document.activeElement).toBe(dialog.getByRole("button", { name: "Keep them" }));
    await user.click(dialog.getByRole("button", { name: "Delete 2 runs" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await waitFor(() => expect(addresses.at(-1)).toContain("sel=a,c"));
    const gone = api.sent.filter(({ method }) => method === "DELETE").map(({ path }) => path);
    expect(gone).toEqual(["/api/v1/runs/b", "/api/v1/runs/c"]);
    hear()();
    expect(said).toEqual(["1 run is deleted.", "run c: It was resumed meanwhile."]);
  });

  it("lets a pinned run stand on top, and leaves the list as it is where the server refuses", async () => {
    let refuses = true;
    api.answer("PUT /api/v1/runs/b/pin", () => {
      if (refuses) return { status: 503, body: { error: { code: "unavailable", message: "The database is busy." } } };
      // As the server gives it: not on top, so that the page itself has to put it there.
      api.answer(LIST, () => page(item("a"), item("b", {}, true), item("c")));
      return { status: 200, body: { runId: "b", pinned: true } };
    });
    const user = open();
    await screen.findByRole("link", { name: "run b" });
    expect(names()).toEqual(["run a", "run b", "run c"]);
    const pin = async () => {
      await user.click(screen.getByRole("button", { name: "Actions of run b" }));
      await user.click(await screen.findByRole("menuitem", { name: "Pin to the top" }));
    };
    await pin();
    await waitFor(() => expect(api.sent.some(({ method }) => method === "PUT")).toBe(true));
    await waitFor(() => expect(names()).toEqual(["run a", "run b", "run c"]));
    refuses = false;
    await pin();
    await waitFor(() => expect(names()).toEqual(["run b", "run a", "run c"]));
    expect(screen.getByRole("img", { name: "Pinned" })).toBeTruthy();
  });

  it("keeps rows where they are while somebody is at them, with their newest values", async () => {
    const user = open();
    await screen.findByRole("link", { name: "run a" });
    await user.hover(screen.getByRole("link", { name: "run a" }));
    api.answer(LIST, () => page(item("d"), item("b", { name: "run B" }), item("c"), item("a")));
    await waitFor(() => expect(names()).toEqual(["run a", "run B", "run c", "run d"]), { timeout: 5000 });
    await user.unhover(screen.getByRole("link", { name: "run a" }));
    await user.hover(screen.getByRole("heading", { name: "Runs" }));
    await waitFor(() => expect(names()).toEqual(["run d", "run B", "run c", "run a"]));
    await user.click(screen.getByRole("checkbox", { name: "Tick run d" }));
    await user.hover(screen.getByRole("heading", { name: "Runs" }));
    await user.keyboard("j");
    api.answer(LIST, () => page(item("a"), item("b"), item("c"), item("d")));
    await waitFor(() => expect(names()).toContain("run b"), { timeout: 5000 });
    expect(names()).toEqual(["run d", "run b", "run c", "run a"]);
  });

  it("counts the cases that were lost, once there are any", async () => {
    const counts = { ...item("b").counts, done: 10, notScored: 3 };
    api.answer(LIST, () => page(item("a", { counts: { ...counts, notScored: 0 } })));
    open();
    await screen.findByRole("link", { name: "run a" });
    expect(screen.queryByRole("columnheader", { name: "Not scored" })).toBeNull();
    api.answer(LIST, () => page(item("a", { counts: { ...counts, done: 0, notScored: 0 } }), item("b", { counts })));
    await screen.findByRole("columnheader", { name: "Not scored" }, { timeout: 5000 });
    const at = screen.getAllByRole("columnheader").findIndex((head) => head.textContent === "Not scored");
    const lost = (name: RegExp) => within(screen.getByRole("row", { name })).getAllByRole("cell")[at]?.textContent;
    expect([lost(/run a/), lost(/run b/)]).toEqual(["–", "3"]);
  });

  it("asks the server for order and filters, and offers to clear filters that match nothing", async () => {
    api.answer("GET /api/v1/runs?q=none&state=paused&since=7d&float=true&limit=50", () => page());
    api.answer("GET /api/v1/runs?sort=-passRate&float=true&limit=50", () => page(item("z")));
    const user = open();
    await screen.findByRole("link", { name: "run a" });
    await user.click(screen.getByRole("button", { name: "Pass rate (n)" }));
    expect(await screen.findByRole("link", { name: "run z" })).toBeTruthy();
    expect(screen.getByRole("columnheader", { name: "Pass rate (n)" }).getAttribute("aria-sort")).toBe("descending");
    open("?q=none&state=paused&since=7d");
    expect(await screen.findByText("No runs match 3 filters")).toBeTruthy();
  });

  it("fills the address from a view, and says when it was edited", async () => {
    const view = { id: "v1", page: "runs", name: "Paused", query: "state=paused", createdBy: "Ada" };
    const times = { createdAt: "2026-01-01T12:00:00.000Z", updatedAt: "2026-01-01T12:00:00.000Z" };
    api.answer("GET /api/v1/views?page=runs", () => ({ status: 200, body: { items: [{ ...view, ...times }] } }));
    api.answer("GET /api/v1/runs?state=paused&float=true&limit=50", () => page(item("c", { state: "paused" })));
    api.answer("GET /api/v1/runs?state=paused&sort=name&float=true&limit=50", () =>
      page(item("c", { state: "paused" })),
    );
    const user = open("?q=left");
    api.answer("GET /api/v1/runs?q=left&float=true&limit=50", () => page(item("a")));
    await user.click(await screen.findByRole("button", { name: "Saved views" }));
    await user.click(await screen.findByRole("menuitem", { name: "Paused" }));
    await waitFor(() => expect(addresses.at(-1)).toBe("?state=paused&view=v1"));
    expect(await screen.findByRole("button", { name: "View: Paused" })).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Run" }));
    expect(await screen.findByRole("button", { name: "View: Paused · edited" })).toBeTruthy();
  });

  it("asks between which moments, says beside the field what is wrong, and shows one chip that can be taken away", async () => {
    const zone = (text: string) => new Date(text).toISOString();
    const between = new URLSearchParams({ from: zone("2026-01-20T14:00"), to: zone("2026-01-21T09:00") });
    api.answer(`GET /api/v1/runs?${between}&float=true&limit=50`, () => page(item("b")));
    api.answer("GET /api/v1/runs?since=7d&float=true&limit=50", () => page(item("c")));
    const user = open("?since=7d");
    await screen.findByRole("link", { name: "run c" });
    screen.getByRole("combobox", { name: "Created" }).focus();
    await user.keyboard("{Enter}{End}{Enter}");
    const dialog = within(await screen.findByRole("dialog", { name: "Created between" }));
    const fill = (label: string, value: string) =>
      fireEvent.change(dialog.getByLabelText(label), { target: { value } });
    await user.click(dialog.getByRole("button", { name: "Show these runs" }));
    expect(dialog.getByLabelText("From").getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(dialog.getByLabelText("From"));
    fill("From", "2026-01-20T14:00");
    fill("To", "2026-01-20T13:00");
    await user.click(dialog.getByRole("button", { name: "Show these runs" }));
    expect(dialog.getByText("The end has to be later than the start.")).toBeTruthy();
    expect(document.activeElement).toBe(dialog.getByLabelText("To"));
    fill("To", "2026-01-21T09:00");
    await user.click(dialog.getByRole("button", { name: "Show these runs" }));
    expect(await screen.findByRole("link", { name: "run b" })).toBeTruthy();
    expect(addresses.at(-1)).toMatch(/^\?from=[^&]+Z&to=[^&]+Z$/);
    const chip = screen.getByRole("button", { name: /^Created Jan 20.*14:00 – Jan 21.*09:00$/ });
    await user.click(chip);
    expect((await screen.findByLabelText<HTMLInputElement>("From")).value).toBe("2026-01-20T14:00");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await user.click(screen.getByRole("button", { name: "Created at any time" }));
    expect(await screen.findByRole("link", { name: "run a" })).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "Created" }));
    expect(addresses.at(-1)).toBe("");
  });

  it("ignores times that do not go together, and says so", async () => {
    const user = open("?from=2026-01-21&to=2026-01-20&since=soon");
    expect(await screen.findByRole("link", { name: "run a" })).toBeTruthy();
    expect(screen.getByText(/the end is not later than the start/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Take it out" }));
    await waitFor(() => expect(addresses.at(-1)).toBe("?since=soon"));
  });

  it("finds the runs of those who launched them", async () => {
    api.answer("GET /api/v1/runs?by=Bo&float=true&limit=50", () => page(item("b", { createdBy: "Bo" })));
    const user = open();
    await user.click(await screen.findByRole("button", { name: "Launched by" }));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Bo" }));
    await waitFor(() => expect(names()).toEqual(["run b"]));
    expect(addresses.at(-1)).toBe("?by=Bo");
  });

  it("shows the columns that were chosen, keeps ticks, and leaves the address when they are the usual ones", async () => {
    const user = open("?sel=a");
    await screen.findByRole("link", { name: "run a" });
    const heads = () => screen.getAllByRole("columnheader").map((head) => head.textContent);
    const usual = heads();
    expect(usual).not.toContain("Launched by");
    screen.getByRole("button", { name: "Columns" }).focus();
    await user.keyboard("{Enter}");
    const entry = (name: string) => screen.findByRole("menuitemcheckbox", { name });
    expect((await entry("Started")).getAttribute("aria-checked")).toBe("true");
    await user.click(await entry("Launched by"));
    await user.click(await entry("Started"));
    expect(heads()).toContain("Launched by");
    expect(heads()).not.toContain("Started");
    expect(within(screen.getByRole("row", { name: /run a/, hidden: true })).getByText("Ana")).toBeTruthy();
    // The order has lost its head: the page says it in words.
    expect(screen.getByText("Sorted by start, newest first")).toBeTruthy();
    await waitFor(() => expect(addresses.at(-1)).toMatch(/cols=[a-zA-Z0-9,]+,by/));
    expect(addresses.at(-1)).toContain("sel=a");
    await user.click(await screen.findByRole("menuitem", { name: "Reset" }));
    await waitFor(() => expect(addresses.at(-1)).toBe("?sel=a"));
    expect(heads()).toEqual(usual);
  });

  it("loads with the columns that were chosen", async () => {
    api.answer(LIST, () => page());
    open("?cols=by,duration");
    expect(screen.getAllByRole("columnheader").map((head) => head.textContent)).toEqual([
      "Ticked",
      "State",
      "Run",
      "Duration",
      "Launched by",
      "Actions",
    ]);
    expect(document.querySelectorAll("tbody tr:first-child td")).toHaveLength(6);
  });

  it("says which place a waiting run has, and reads it anew by itself", async () => {
    const queue = { position: 2, endsNeeded: 2, atWork: 8, waitsFor: null };
    const queued = (over: Partial<RunResponse>) => page(item("a"), item("b", { state: "queued", ...over }));
    api.answer(LIST, () => queued({ queue }));
    open();
    expect(within(await screen.findByRole("row", { name: /run b/ })).getAllByText("Queued · 2nd")).toBeTruthy();
    api.answer(LIST, () => queued({ queue: { ...queue, position: 1, endsNeeded: 1 } }));
    expect((await screen.findAllByText("Queued · 1st", {}, { timeout: 5000 })).length).toBeGreaterThan(0);
    api.answer(LIST, () => queued({ queue: { ...queue, position: 1, endsNeeded: 0 } }));
    await waitFor(() => expect(screen.queryByText("Queued · 1st")).toBeNull(), { timeout: 5000 });
  });
});
