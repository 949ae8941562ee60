import type { Page } from "@playwright/test";
import { fillDataDir } from "@/tests/support/filled-data-dir";
import { AppServer } from "./support/app-server";
import { RunPage } from "./support/run-page";
import { test as base, expect } from "./support/test";

const MARKUP = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const HEBREW = "שלום עולם";
/** Turns the direction of all that follows, where it is not kept in. */
const OVERRIDE = "\u202Egnp.exe";
const OWL = "👩🏽‍🚀🦉🏳️‍🌈";
const HUGE_BYTES = 8_000_000;

const STRANGE = [MARKUP, HEBREW, OVERRIDE, OWL, "../../etc/passwd?x=1#y"] as const;
const NAME = `${HEBREW} ${OWL} ${MARKUP}`;

/** The server with a run in it that no program of good will would make. */
const test = base.extend<object, { strange: AppServer }>({
  strange: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await AppServer.start((dataDir) =>
        fillDataDir(dataDir, [
          {
            id: "run_strange",
            name: NAME,
            cases: 120,
            seconds: 60,
            logRows: 200,
            caseId: (ord) => STRANGE[ord] ?? `case-${ord}`,
            output: (ord) =>
              ord < 10 ? (STRANGE[ord] ?? "fine") : ord < 30 ? "x".repeat(HUGE_BYTES) : `answer ${ord}`,
          },
          {
            id: "run_other",
            name: `Other ${HEBREW}`,
            cases: 10,
            seconds: 10,
            logRows: 10,
            caseId: (ord) => STRANGE[ord] ?? `case-${ord}`,
            output: (ord) => STRANGE[STRANGE.length - 1 - ord] ?? "other",
          },
        ]),
      );
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  app: async ({ strange }, use) => use(strange),
});

const RUN = "/runs/run_strange";
const COMPARED = "/compare?runs=run_strange,run_other&show=all&sort=case";

/** True where the direction of the text ends at some element within the page's own. */
function isKeptApart(element: Element): boolean {
  for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
    if (/isolate|plaintext/.test(getComputedStyle(at).unicodeBidi)) return true;
  }
  return false;
}

/** The page stands: its heading, its frame, and nothing that fell over. */
async function expectStanding(page: Page, path: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 }), path).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/something went wrong/i), path).toHaveCount(0);
}

test("nonsense in the address is passed over, on every page that reads it", async ({ page, guard }) => {
  test.setTimeout(120_000);
  guard.allow(/status of 4\d\d/);
  for (const path of [
    "/runs?q=%00%27%22&state=nonsense,running&state=&page=-1",
    `${RUN}?tab=nonsense&range=1y&hold=perhaps&case=%F0%9F%A6%89`,
    `${RUN}?tab=cases&state=x&result=y&outcome=z&minAttempts=-5&attempts=1e999&q=%00%3Cscript%3E`,
    `${RUN}?tab=cases&minAttempts=99999999999999&attempts=99999999999999`,
    `${RUN}?tab=log&lvl=x&type=y&find=%27%00`,
    "/runs/new?dataset=no&provider=no&rps=NaN&burst=-1&n=1e99&seed=x&preset=no@9&sample=x&from=run_gone&draft=%22",
    "/presets/normal?v=99&compare=-1&edit=maybe",
    "/datasets/ds_run_strange?case=-7",
    "/limits?pool=nowhere&x=%00",
    "/prices?provider=no&model=%00&q=%27",
  ]) {
    await page.goto(path);
    await expectStanding(page, path);
  }
  // What can be no model's name opens no form once the prices are there.
  await expect(page.getByRole("button", { name: "Add price" })).toBeEnabled();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const broken = await page.goto("/runs/%E0%A4%A");
  expect(broken?.status()).toBeGreaterThanOrEqual(400);
  expect(broken?.status()).toBeLessThan(500);
});

test("names, ids and answers in any script are text: no markup, no turned lines", async ({ page }) => {
  await page.goto(`${RUN}?tab=cases&sort=case`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(NAME);
  const table = page.getByRole("table", { name: "Cases" });
  for (const id of STRANGE) {
    const button = table.getByRole("button", { name: id, exact: true });
    await expect(button).toBeVisible();
    // What turns the direction of its text must not turn what stands beside it.
    expect(await button.evaluate(isKeptApart), id).toBe(true);
  }
  for (const id of STRANGE) {
    await page.goto(`${RUN}?tab=cases&case=${encodeURIComponent(id)}`);
    const drawer = page.getByRole("dialog");
    await expect(drawer.getByRole("region", { name: "Output" })).toContainText(id);
    await expect(drawer.locator("img, script")).toHaveCount(0);
  }
  await expect(page).not.toHaveTitle("owned");
  await page.goto("/runs");
  await expect(page.getByText(NAME).first()).toBeVisible();
  await expect(page.locator("main img, main script")).toHaveCount(0);
});

test("what is compared and what stands in the log is text as well", async ({ page, api }) => {
  await page.goto(COMPARED);
  const table = page.getByRole("table", { name: "Compared cases" });
  for (const [at, id] of STRANGE.entries()) {
    const row = table.getByRole("row").filter({ has: page.getByRole("button", { name: id, exact: true }) });
    await expect(row, id).toHaveCount(1);
    // The other run answered in the opposite order.
    const other = STRANGE[STRANGE.length - 1 - at] ?? "";
    await expect(row).toContainText(other);
    expect(await row.getByTitle(other, { exact: true }).last().evaluate(isKeptApart), other).toBe(true);
  }
  await expect(page.locator("main img, main script")).toHaveCount(0);

  const text = `${OVERRIDE} ${NAME}`;
  expect((await api.request("POST", `/api/v1${RUN}/notes`, { text })).ok).toBe(true);
  await page.goto(`${RUN}?tab=log&type=note`);
  await expect(page.getByRole("log")).toContainText(text);
  await expect(page.getByRole("log").locator("img, script")).toHaveCount(0);
  await expect(page).not.toHaveTitle("owned");
});

test("what an address names and is not there is told in its place", async ({ page, guard }) => {
  guard.allow(/status of 404/);
  await page.goto("/limits?edit=gone");
  await expect(page.getByText(/The limits that this address opens are gone/)).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Close" }).click();
  await expect(page).not.toHaveURL(/edit=/);
  await page.goto("/runs/new?from=run_gone");
  await expect(page.getByText(/The run to copy could not be read/)).toBeVisible();
  await page.goto("/runs/new?draft=elsewhere");
  await expect(page.getByText(/prompts and evaluators of this draft are not in this browser/)).toBeVisible();
  await page.goto(`${RUN}?tab=cases&case=gone`);
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByText("There is no such case in this run.")).toBeVisible();
  await expect(drawer.getByRole("button", { name: "Retry" })).toHaveCount(0);
  await page.goto(`${RUN}?tab=config&hold=perhaps&range=1y`);
  await expect(page.getByText(/Not understood in the address/)).toContainText("range=1y, hold=perhaps");
  await page.getByRole("button", { name: "Take it out" }).click();
  await expect(page).toHaveURL(/\?tab=config$/);
  await page.goto("/runs?view=gone");
  await expect(page.getByText(/The saved view of this address is not there/)).toBeVisible();
  await page.goto(`${COMPARED}&base=run_gone`);
  await expect(page.getByText(/is none of these runs/)).toContainText("run_gone");
});

test("a filter that matches nothing says so, and one press takes it away", async ({ page }) => {
  await page.goto(`${RUN}?tab=cases&result=not-scored&q=nowhere`);
  await expect(page.getByText(/No case matches/)).toBeVisible();
  await page
    .getByRole("main")
    .getByRole("button", { name: /^Clear/ })
    .first()
    .click();
  await expect(page.getByRole("table", { name: "Cases" }).getByRole("row").nth(3)).toBeVisible();
  await page.goto(`${RUN}?tab=log&find=nowhere`);
  await expect(page.getByText("No entry matches")).toBeVisible();
  await page.goto("/prices?q=nowhere");
  await expect(page.getByText("No price matches “nowhere”.")).toBeVisible();
  await page.goto(`${COMPARED}&q=nowhere`);
  await expect(page.getByRole("heading", { name: "No case matches" })).toBeVisible();
  await page.getByRole("button", { name: "Show all cases" }).click();
  await expect(page.getByRole("table", { name: "Compared cases" }).getByRole("row").nth(3)).toBeVisible();
});

test("answers of 8 MB leave the list light and the drawer quick, and exports carry them whole", async ({
  page,
  api,
}) => {
  const listed = await api.request("GET", `/api/v1${RUN}/cases?limit=100`);
  expect((await listed.text()).length).toBeLessThan(500_000);
  await page.goto(`${RUN}?tab=cases&case=case-12`);
  const output = page.getByRole("dialog").getByRole("region", { name: "Output" });
  await expect(output).toContainText("of 8,000,000 characters", { timeout: 20_000 });
  expect((await output.textContent())?.length).toBeLessThan(25_000);
  await output.getByRole("button", { name: "Show more" }).click();
  await expect(output).toContainText("The first 100,000 of");

  const file = await api.request("GET", `/api/v1${RUN}/export?format=jsonl`);
  let bytes = 0;
  for await (const part of file.body ?? []) bytes += part.length;
  expect(bytes).toBeGreaterThan(20 * HUGE_BYTES);
});

test("a preset that was archived meanwhile: saving is refused in place, and what was typed stays", async ({
  page,
  api,
  guard,
  tag,
}) => {
  guard.allow(/status of 4\d\d/);
  const { slug } = await api.createPreset({
    name: `Gone ${tag}`,
    slug: `gone-${tag}`,
    limits: { requestsPerSecond: 3, burst: 3, concurrency: 3 },
  });
  await page.goto(`/presets/${slug}`);
  await page.getByRole("button", { name: /^Edit/ }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("Requests per second").fill("4");
  expect((await api.request("DELETE", `/api/v1/presets/${slug}`)).ok).toBe(true);
  await sheet.getByRole("button", { name: /^Save/ }).click();
  await expect(sheet.getByText(/was archived meanwhile: it takes no new version/)).toBeVisible();
  await expect(sheet.getByLabel("Requests per second")).toHaveValue("4");
  expect((await api.preset(slug)).history).toHaveLength(1);
});

test("a run whose dataset was deleted keeps its cases, its export and its page", async ({ page, api, guard, tag }) => {
  guard.allow(/status of 4\d\d/);
  const provider = await api.createSimulated(`Gone ${tag}`, { requestsPerSecond: 100, burst: 20, concurrency: 10 });
  const dataset = await api.createDataset(`Gone ${tag}`, 12);
  const { id } = await api.startRun({ datasetId: dataset.id, providerId: provider.id });
  await api.runIn(id, ["finished"]);
  expect((await api.request("DELETE", `/api/v1/datasets/${dataset.id}`)).ok).toBe(true);
  expect((await api.request("DELETE", `/api/v1/providers/${provider.id}`)).ok).toBe(true);

  const run = new RunPage(page);
  await run.open(id);
  await page.goto(`/runs/${id}?tab=cases&case=case-0001`);
  await expect(page.getByRole("dialog").getByRole("region", { name: "Expected" })).toBeVisible();
  const exported = await api.request("GET", `/api/v1/runs/${id}/export?format=jsonl`);
  expect((await exported.text()).trim().split("\n")).toHaveLength(12);
  const csv = await (await api.request("GET", `/api/v1/runs/${id}/export?format=csv`)).text();
  for (let n = 1; n <= 12; n += 1) expect(csv).toContain(`case-${String(n).padStart(4, "0")}`);
  await page.goto(`/runs/${id}?tab=config`);
  await expect(page.getByText(`Gone ${tag} (deleted)`)).toBeVisible();
  await page.goto(`/runs/new?from=${id}`);
  await expectStanding(page, "duplicate");
  await expect(page.getByRole("main")).toContainText(/dataset/i);
  await page.goto(`/datasets/${dataset.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "There is no such dataset" })).toBeVisible();
});

test("a part of the page that cannot be fetched is told in its place, and the rest stays", async ({ page, guard }) => {
  guard.allow(/ERR_FAILED|Failed to load/);
  const run = new RunPage(page);
  await run.open("run_strange");
  await page.waitForLoadState("networkidle");
  await page.route("**/_next/static/**", (route) => route.abort());
  await page.getByRole("tab", { name: "Log" }).click();
  await expect(page.getByText(/This part of the page could not be loaded/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(NAME);
});

test("with all storage and cookies refused, every page works", async ({ page, context }) => {
  test.setTimeout(120_000);
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, { get: refuse });
    }
    for (const name of ["BroadcastChannel", "SharedWorker"]) {
      Object.defineProperty(window, name, { value: refuse });
    }
    Object.defineProperty(document, "cookie", { get: () => "", set: refuse });
  });
  for (const path of [
    "/runs",
    RUN,
    `${RUN}?tab=cases`,
    `${RUN}?tab=log`,
    `${RUN}?tab=config`,
    "/runs/new",
    "/limits",
    "/presets",
    "/presets/normal",
    "/presets/new",
    "/presets/normal/diff",
    "/datasets",
    "/datasets/new",
    "/datasets/ds_run_strange",
    "/providers",
    "/providers/new",
    "/prices",
    "/compare",
    COMPARED,
    "/activity",
    "/settings",
  ]) {
    await page.goto(path);
    await expectStanding(page, path);
  }
  await test.step("what would be remembered works for as long as the page is open", async () => {
    const theme = page.getByRole("button", { name: /^Theme/ }).first();
    await theme.click();
    await expect(page.locator("html")).toHaveAttribute("data-theme", /light|dark/);
    await page.keyboard.press("[");
    await page.goto("/runs/new");
    await page.getByLabel("Prompt template").fill("{{question}}");
    await expect(page.getByLabel("Prompt template")).toHaveValue("{{question}}");
  });
});
