import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import type { ReactElement } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ApplyPreset } from "@/components/presets/apply-preset";
import { EditDetails } from "@/components/presets/edit-details";
import { ImportPreset } from "@/components/presets/import-preset";
import { PresetDiff } from "@/components/presets/preset-diff";
import { PresetList } from "@/components/presets/preset-list";
import { PresetPage } from "@/components/presets/preset-page";
import type {
  ApplyPresetResponse,
  ApplyRun,
  PresetDetailResponse,
  PresetVersionResponse,
} from "@/lib/contracts/presets";
import { limitsSchema } from "@/lib/core/limits/limits";
import { fakeApi } from "../fake-api";
import { pageWith } from "../launch/launch-api";
import { show } from "../screen";

const push = vi.fn();
let search = "";
vi.mock("next/navigation", () => ({
  useRouter: () => ({ push }),
  usePathname: () => "/presets/nightly",
  useSearchParams: () => new URLSearchParams(search),
}));

const api = fakeApi();
const AT = "2026-01-31T14:05:00.000Z";
const version = (n: number, author: string, requestsPerSecond: number): PresetVersionResponse => ({
  ref: `nightly@${n}`,
  n,
  limits: limitsSchema.parse({ requestsPerSecond, burst: 10, concurrency: 8 }),
  message: `message ${n}`,
  author,
  createdAt: AT,
  parent: n === 1 ? null : n - 1,
  usedBy: { runs: 0, pools: 0 },
});
const V1 = version(1, "Ana", 5);
const V2 = version(2, "Li", 8);
const PRESET: PresetDetailResponse = {
  slug: "nightly",
  name: "Nightly",
  description: null,
  scope: { provider: null, providerName: null, model: null },
  revision: 1,
  createdAt: AT,
  updatedAt: AT,
  archivedAt: null,
  latest: V2,
  versions: 2,
  usedBy: { liveRuns: 0, pastRuns: 0, pools: 0 },
  labels: [{ name: "default", version: 1, movedAt: AT, movedBy: "Ana", reason: null }],
  history: [V2, V1],
  labelMoves: [{ name: "default", from: null, to: 1, at: AT, actor: "Ana", reason: null, source: "ui" }],
  recentRuns: [],
};

beforeEach(() => {
  push.mockClear();
  api.answer("GET /api/v1/presets/nightly", () => ({ status: 200, body: PRESET }));
  api.answer("GET /api/v1/presets", () => ({ status: 200, body: pageWith(PRESET) }));
});

function open(element: ReactElement, given = "") {
  search = given;
  show(
    <NuqsTestingAdapter searchParams={given} hasMemory>
      {element}
    </NuqsTestingAdapter>,
  );
  return userEvent.setup();
}

describe("the presets that are archived", () => {
  beforeEach(() => {
    const gone = { ...PRESET, slug: "old", name: "Old", archivedAt: AT };
    api.answer("GET /api/v1/presets?archived=true", () => ({ status: 200, body: pageWith(gone) }));
  });

  it("are shown on request, and can be brought back from there", async () => {
    api.answer("POST /api/v1/presets/old/unarchive", () => ({ status: 200, body: PRESET }));
    const user = open(<PresetList />);
    const toggle = await screen.findByRole("button", { name: "1 archived" });
    expect(toggle.getAttribute("aria-expanded")).toBe("false");
    expect(screen.queryByRole("link", { name: "Old" })).toBeNull();
    await user.click(toggle);
    await user.click(await screen.findByRole("button", { name: "Bring back Old" }));
    await waitFor(() => expect(api.sent.some(({ method }) => method === "POST")).toBe(true));
  });

  it("are shown at once where the address says so", async () => {
    open(<PresetList />, "?archived=1");
    expect(await screen.findByRole("table", { name: "Archived presets" })).toBeTruthy();
  });
});

describe("the details of a preset", () => {
  it("are sent with what it is meant for, resting on the revision that was seen", async () => {
    api.answer("GET /api/v1/providers?limit=500", () => ({ status: 200, body: pageWith() }));
    api.answer("PATCH /api/v1/presets/nightly", () => ({ status: 200, body: PRESET }));
    const onClose = vi.fn();
    const user = open(<EditDetails preset={PRESET} onClose={onClose} />);
    await user.type(screen.getByRole("textbox", { name: /Models/ }), "gpt-4o*");
    await user.click(screen.getByRole("button", { name: "Save details" }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(api.sent.find(({ method }) => method === "PATCH")?.body).toEqual({
      name: "Nightly",
      description: null,
      scope: { provider: null, model: "gpt-4o*" },
      revision: 1,
    });
  });
});

describe("a preset's page", () => {
  it("offers to bring an archived one back, and nothing that it would refuse", async () => {
    api.answer("GET /api/v1/presets/nightly", () => ({ status: 200, body: { ...PRESET, archivedAt: AT } }));
    open(<PresetPage slug="nightly" />);
    expect(await screen.findByRole("button", { name: "Bring back" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Edit \(makes/ })).toBeNull();
    expect(screen.queryByRole("button", { name: /Apply v/ })).toBeNull();
  });

  it("shows labels at their versions, and who set each limit", async () => {
    const user = open(<PresetPage slug="nightly" />);
    const versions = await screen.findByRole("navigation", { name: "Versions" });
    expect(within(versions).getByRole("button", { name: /v1.*default/ })).toBeTruthy();
    const term = screen.getByText("Requests per second", { selector: "dt" });
    await user.hover(within(term.parentElement ?? term).getByRole("button"));
    expect((await screen.findByRole("tooltip")).textContent).toContain("v2 · Li");
    expect(screen.getByRole("row", { name: /Requests per second.*5 8/ })).toBeTruthy();
  });

  it("moves a label, resting on where it was seen", async () => {
    api.answer("PUT /api/v1/presets/nightly/labels/default", () => ({ status: 200, body: PRESET }));
    const user = open(<PresetPage slug="nightly" />);
    await user.click(await screen.findByRole("button", { name: "Point a label to v2…" }));
    expect(screen.getByText(/moves from v1 to v2/)).toBeTruthy();
    await user.type(screen.getByRole("textbox", { name: /Reason/ }), "calm");
    await user.click(screen.getByRole("button", { name: "Move label" }));
    await waitFor(() => expect(api.sent.some(({ method }) => method === "PUT")).toBe(true));
    const put = api.sent.find(({ method }) => method === "PUT");
    expect(put?.body).toEqual({ version: 2, expected: 1, reason: "calm" });
  });

  it("says where the labels stand why one could not be taken away, until another try", async () => {
    api.answer("DELETE /api/v1/presets/nightly/labels/default", () => ({
      status: 503,
      body: { error: { code: "unavailable", message: "The database is busy." } },
    }));
    const user = open(<PresetPage slug="nightly" />);
    await user.click(await screen.findByRole("button", { name: "Remove the label default" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The database is busy.");
    await user.click(screen.getByRole("button", { name: "Point a label to v2…" }));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("gives the version as code, with what is left out", async () => {
    open(<PresetPage slug="nightly" />, "?tab=code&lang=inspect&v=1");
    const code = await screen.findByRole("region", { name: "Inspect (Python) code" });
    expect(code.textContent).toContain("# nightly v1, by Ana, 2026-01-31");
    expect(screen.getByRole("region", { name: "What it does not keep" }).textContent).toContain("no limit on the rate");
  });

  it("says which version is not there, and shows the newest", async () => {
    open(<PresetPage slug="nightly" />, "?v=9");
    expect(await screen.findByText(/There is no v9 of this preset/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Edit (makes v3)" })).toBeTruthy();
  });

  it("leads to what was done with it", async () => {
    const user = open(<PresetPage slug="nightly" />);
    await user.click(await screen.findByRole("button", { name: "More actions" }));
    const item = await screen.findByRole("menuitem", { name: "Activity" });
    expect(item.getAttribute("href")).toBe("/activity?object=preset:nightly");
  });

  it("says what of its address means nothing", async () => {
    open(<PresetPage slug="nightly" />, "?v=newest&tab=graph");
    expect((await screen.findByText(/Not understood in the address/)).textContent).toContain("v=newest, tab=graph");
  });

  it("keeps an edit open with its values where somebody archives the preset meanwhile", async () => {
    api.answer("POST /api/v1/presets/nightly/versions", () => {
      api.answer("GET /api/v1/presets/nightly", () => ({ status: 200, body: { ...PRESET, archivedAt: AT } }));
      return { status: 404, body: { error: { code: "not-found", message: "There is no such preset (any more)." } } };
    });
    const user = open(<PresetPage slug="nightly" />);
    await user.click(await screen.findByRole("button", { name: "Edit (makes v3)" }));
    const sheet = within(await screen.findByRole("dialog"));
    fireEvent.change(sheet.getByRole("textbox", { name: "Requests per second" }), { target: { value: "4" } });
    await user.click(sheet.getByRole("button", { name: "Save v3" }));
    expect(await sheet.findByText(/Nightly was archived meanwhile/)).toBeTruthy();
    expect(sheet.getByRole("textbox", { name: "Requests per second" })).toHaveProperty("value", "4");
  });

  it("says that no preset has the slug, and names some that do", async () => {
    const body = { error: { code: "not-found", message: "There is no preset." } };
    api.answer("GET /api/v1/presets/nightlie", () => ({ status: 404, body }));
    open(<PresetPage slug="nightlie" />);
    expect(await screen.findByRole("heading", { name: "There is no such preset" })).toBeTruthy();
    expect(await screen.findByRole("link", { name: "Nightly" })).toBeTruthy();
  });
});

describe("two versions compared", () => {
  it("show changed rows only, each with its effect on a run that can be set", async () => {
    open(<PresetDiff slug="nightly" />, "?from=1&to=2");
    const table = await screen.findByRole("table", { name: "v1 and v2 compared" });
    const row = () => within(table).getAllByRole("row")[1]?.textContent;
    expect(within(table).getAllByRole("row")).toHaveLength(2);
    expect(row()).toContain("1,200 cases: 4 min 2 s bounded by rate → 3 min 2 s bounded by concurrency");
    fireEvent.change(screen.getByRole("textbox", { name: "Cases" }), { target: { value: "100" } });
    expect(row()).toContain("100 cases");
    fireEvent.change(screen.getByRole("textbox", { name: "Cases" }), { target: { value: "many" } });
    expect(screen.getByText("1 to 1,000,000")).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "Forecast with v2" })).getByText("N1")).toBeTruthy();
    expect(screen.getByRole("region", { name: "Unified diff" }).textContent).toContain("+Requests per second: 8");
  });
});

const run = (name: string, over: Partial<ApplyRun>): ApplyRun => ({
  runId: `run_${name}`,
  name,
  state: "running",
  providerName: "OpenAI",
  model: "gpt",
  poolId: "pool_1",
  preset: "nightly@1",
  limits: V1.limits,
  limitsScope: "run",
  limitsRevision: 1,
  version: 1,
  edited: null,
  inScope: true,
  suggested: true,
  chosen: true,
  change: "5→8 rps",
  casesLeft: 100,
  before: { durationMs: 20_000, boundBy: "rate" },
  after: { durationMs: 15_000, boundBy: "concurrency" },
  draining: false,
  result: null,
  ...over,
});

describe("applying a version", () => {
  const edited = { by: "Li", at: AT, change: "5→6 rps" };
  const runs = [run("a", {}), run("b", {}), run("c", { version: null, edited, suggested: false, chosen: false })];
  const answer: ApplyPresetResponse = {
    ref: "nightly@2",
    dryRun: true,
    runs,
    gone: [],
    totals: { runs: 3, chosen: 2, applied: 0, refused: 0, sentence: "2 of 3 runs", pools: [] },
  };

  it("leaves edited runs unticked, sends the revisions that were shown, and takes all of it back at one press", async () => {
    api.answer("POST /api/v1/presets/nightly/apply", ({ body }) => {
      const dry = Reflect.get(Object(body), "dryRun") === true;
      const done = runs.map((each) =>
        each.runId === "run_a"
          ? { ...each, result: { ok: true, revision: 2, message: "5→8 rps." } }
          : each.runId === "run_b"
            ? { ...each, result: { ok: false, revision: null, message: "is finished" } }
            : each,
      );
      return { status: 200, body: dry ? answer : { ...answer, dryRun: false, runs: done } };
    });
    api.answer("POST /api/v1/presets/nightly/undo-apply", () => ({
      status: 200,
      body: { items: [{ runId: "run_a", name: "a", ok: true, message: "has its earlier values again" }] },
    }));
    const user = open(<ApplyPreset slug="nightly" version={V2} onClose={vi.fn()} />);
    const row = await screen.findByRole("row", { name: /edited by Li: 5→6 rps/ });
    expect(within(row).getByRole("checkbox").getAttribute("aria-checked")).toBe("false");
    await user.click(screen.getByRole("button", { name: "Apply to 2 runs" }));
    const list = await screen.findByRole("list", { name: "Runs" });
    expect(
      within(list)
        .getAllByRole("listitem")
        .map(({ textContent }) => textContent),
    ).toEqual(["Done: a 5→8 rps.", "Refused: b is finished"]);
    const sent = api.sent.findLast(({ path }) => path.endsWith("/apply"));
    expect(sent?.body).toEqual({ version: 2, runIds: ["run_a", "run_b"], revisions: { run_a: 1, run_b: 1 } });
    await user.click(screen.getByRole("button", { name: "Undo this change" }));
    await screen.findByRole("list", { name: "Taken back" });
    expect(api.sent.at(-1)?.body).toEqual({ runs: [{ runId: "run_a", revision: 2 }] });
  });
});

describe("importing", () => {
  const document = {
    format: "evalpace-preset",
    formatVersion: 1,
    slug: "nightly",
    name: "Nightly",
    versions: [{ n: 1, limits: V1.limits }],
  };
  const paste = (value: object) =>
    fireEvent.change(screen.getByRole("textbox", { name: "JSON" }), { target: { value: JSON.stringify(value) } });

  it("refuses a secret at once, and sends nothing", async () => {
    open(<ImportPreset onClose={vi.fn()} />);
    paste({ ...document, apiKey: "abc" });
    expect(await screen.findByText(/looks like a secret/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Import preset" })).toHaveProperty("disabled", true);
  });

  it("lists unknown keys, and asks for a choice where the slug is taken", async () => {
    api.answer("POST /api/v1/preset-imports", () => ({
      status: 201,
      body: { preset: PRESET, added: 1, same: 0, unknownKeys: ["theme"] },
    }));
    const user = open(<ImportPreset onClose={vi.fn()} />);
    paste({ ...document, theme: "dark" });
    expect(await screen.findByText(/left out:/)).toBeTruthy();
    await user.click(await screen.findByRole("radio", { name: /Further versions of Nightly/ }));
    await user.click(screen.getByRole("button", { name: "Add versions" }));
    await waitFor(() => expect(push).toHaveBeenCalledWith("/presets/nightly"));
    const sent = api.sent.find(({ path }) => path === "/api/v1/preset-imports");
    expect(sent?.body).toMatchObject({ as: "versions", slug: "nightly" });
  });
});
