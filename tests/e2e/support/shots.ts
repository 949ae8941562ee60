import type { Page } from "@playwright/test";
import type { ShownWorkspace } from "./shown-workspace";

export interface Shot {
  readonly name: string;
  readonly path: string;
  /** Brings the page into the state that is shown. */
  readonly act?: (page: Page) => Promise<void>;
}

/** Every page and state, those of the run under way first: it ends. */
export function shotsOf(made: ShownWorkspace, live: string): Shot[] {
  return [...liveShots(live), ...otherShots(made)];
}

function liveShots(live: string): Shot[] {
  return [
    { name: "runs", path: "/runs" },
    { name: "run-live", path: `/runs/${live}` },
    {
      name: "run-edit",
      path: `/runs/${live}`,
      act: async (page) => {
        await page.getByRole("button", { name: "Edit limits" }).click();
        const panel = page.getByLabel("Edit limits").filter({ has: page.locator("form") });
        await panel.getByLabel("Requests per second").fill("30");
      },
    },
    { name: "run-cases", path: `/runs/${live}?tab=cases&minAttempts=2` },
    {
      name: "run-case",
      path: `/runs/${live}?tab=cases&minAttempts=2`,
      act: (page) => page.locator("[data-row-button]").first().click(),
    },
    { name: "run-log", path: `/runs/${live}?tab=log` },
    { name: "run-config", path: `/runs/${live}?tab=config` },
    {
      name: "limits",
      path: "/limits",
      act: (page) => page.getByRole("button", { name: "Rate over time" }).first().click(),
    },
    {
      name: "command-menu",
      path: `/runs/${live}`,
      act: (page) => page.getByRole("button", { name: "Search or run a command" }).click(),
    },
  ];
}

function otherShots(made: ShownWorkspace): Shot[] {
  const { over, other, halted, told, dataset, provider, tried } = made;
  return [
    { name: "run-finished", path: `/runs/${over}` },
    { name: "run-range", path: `/runs/${over}?charts=more&from=5&to=35` },
    {
      name: "run-new",
      path: `/runs/new?dataset=${dataset}&provider=${provider}&rps=5&burst=10&conc=8&attempts=4&latency=4&retried=1`,
      act: (page) => page.getByLabel("Prompt template").fill("{{question}}\nEnd with the answer alone."),
    },
    {
      name: "run-new-tried",
      path: `/runs/new?dataset=${dataset}&provider=${provider}&tried=${tried}`,
    },
    {
      name: "run-new-matrix",
      path: `/runs/new?dataset=${dataset}&provider=${provider}&more=${provider}/175b_finetuning&preset=gsm8k-nightly@1&rps=12&burst=6&conc=16&attempts=5`,
      act: async (page) => {
        await page.getByLabel("Prompt template").fill("{{question}}\nEnd with the answer alone.");
        await page.getByRole("button", { name: "Another prompt" }).click();
        await page.getByLabel("Prompt template B").fill("Think step by step.\n{{question}}");
        await page.getByLabel("Burst").fill("0");
        await page.getByRole("button", { name: /^Start/ }).click();
      },
    },
    {
      name: "runs-columns",
      path: "/runs?from=2026-01-01T14:00Z&to=2100-01-01&sort=-duration&cols=dataset,preset,progress,gaveUp,passRate,cost,started,by",
      // A narrow screen has no choice of columns.
      act: async (page) => {
        const columns = page.getByRole("button", { name: "Columns" });
        if (await columns.isVisible()) await columns.click();
      },
    },
    {
      name: "runs-between",
      path: "/runs",
      act: async (page) => {
        await page.getByRole("combobox", { name: "Created" }).click();
        await page.getByRole("option", { name: "Between…" }).click();
        await page.getByLabel("From").fill("2026-11-20T14:00");
        await page.getByLabel("To", { exact: true }).fill("2026-11-20T09:00");
        await page.getByRole("button", { name: "Show these runs" }).click();
      },
    },
    { name: "prices", path: "/prices" },
    { name: "presets", path: "/presets?archived=1" },
    {
      name: "preset-details",
      path: "/presets/openai-tier-1",
      act: async (page) => {
        await page.getByRole("button", { name: "More actions" }).click();
        await page.getByRole("menuitem", { name: "Edit name and scope…" }).click();
      },
    },
    { name: "preset-archived", path: "/presets/old-cluster" },
    {
      name: "preset-chosen",
      path: "/limits",
      act: async (page) => {
        await page
          .getByRole("button", { name: /^Edit limits of/ })
          .first()
          .click();
        await page.getByRole("dialog").getByRole("radio", { name: "Preset" }).click();
        await page.getByRole("combobox", { name: "Preset" }).click();
      },
    },
    { name: "preset", path: "/presets/gsm8k-nightly" },
    { name: "preset-diff", path: "/presets/gsm8k-nightly/diff?from=1&to=2" },
    { name: "preset-code", path: "/presets/gsm8k-nightly?tab=code&lang=ts" },
    {
      name: "preset-apply",
      path: "/presets/gsm8k-nightly",
      act: (page) => page.getByRole("button", { name: "Apply v2 to running…" }).click(),
    },
    {
      name: "preset-import",
      path: "/presets",
      act: async (page) => {
        await page.getByRole("button", { name: "Import JSON" }).click();
        const document = await page.evaluate(async () => (await fetch("/api/v1/presets/normal/export")).json());
        await page.getByLabel("JSON", { exact: true }).fill(JSON.stringify({ ...document, theme: "dark" }, null, 2));
      },
    },
    { name: "preset-new", path: "/presets/new" },
    { name: "datasets", path: "/datasets" },
    { name: "dataset", path: `/datasets/${dataset}` },
    {
      name: "dataset-new",
      path: "/datasets/new",
      act: (page) =>
        page.getByLabel("Data file").setInputFiles({
          name: "questions.csv",
          mimeType: "text/csv",
          buffer: Buffer.from('id,question,answer,topic\n1,"What is 2 + 2?",4,sums\n2,"What is 3 * 3?",9,products\n'),
        }),
    },
    { name: "providers", path: "/providers" },
    { name: "provider", path: `/providers/${provider}` },
    { name: "provider-new", path: "/providers/new" },
    { name: "run-advice", path: `/runs/${told}` },
    { name: "run-cases-lost", path: `/runs/${told}?tab=cases&rows=comfortable&result=not-scored,failed` },
    {
      name: "run-report",
      path: `/runs/${told}`,
      act: async (page) => {
        // The report is a download: here it is laid out as a reader's browser does.
        const report = await page.request.get(`/api/v1/runs/${told}/report`);
        await page.setContent(await report.text());
      },
    },
    { name: "not-found", path: "/runs/run_unknown" },
    { name: "runs-ticked", path: `/runs?sel=${over},${other}` },
    { name: "compare", path: `/compare?runs=${over},${other},${halted}` },
    { name: "compare-case", path: `/compare?runs=${over},${other}&show=all&case=case-0001` },
    { name: "compare-picker", path: "/compare" },
    { name: "activity", path: "/activity" },
    { name: "settings", path: "/settings" },
    { name: "keys", path: "/limits", act: (page) => page.keyboard.press("?") },
  ];
}
