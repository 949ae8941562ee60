import { expect, type Locator, type Page } from "@playwright/test";

const DAY_S = 86_400;

/** The page of one run, in the words it shows. */
export class RunPage {
  /** `origin`: where the server is reached, if not as usual. */
  constructor(
    readonly page: Page,
    private readonly origin = "",
  ) {}

  async open(runId: string, query = ""): Promise<void> {
    await this.page.goto(`${this.origin}/runs/${runId}${query}`);
    await expect(this.figures).toBeVisible();
  }

  get figures(): Locator {
    return this.page.getByRole("region", { name: "Figures of the run" });
  }

  /** A tile by its label: label, value, unit and the line below. */
  tile(label: string): Locator {
    return this.figures.locator(":scope > *").filter({ has: this.page.getByText(label, { exact: true }) });
  }

  get header(): Locator {
    return this.page.locator("main header").first();
  }

  /** The first figure of a tile. */
  async figure(label: string): Promise<number> {
    return firstNumber(((await this.tile(label).textContent()) ?? "").replace(label, ""));
  }

  /** The word of the state, beside the name. */
  async expectState(word: string, withinMs = 30_000): Promise<void> {
    await expect(this.header).toContainText(word, { timeout: withinMs });
  }

  chart(title: string): Locator {
    return this.page.getByRole("figure", { name: title });
  }

  /** The figures of a chart, as its table gives them: newest first, a header row before. */
  async table(title: string): Promise<string[][]> {
    const chart = this.chart(title);
    const toggle = chart.getByRole("button", { name: "View as table" });
    if ((await toggle.getAttribute("aria-pressed")) !== "true") await toggle.click();
    const rows = await chart.getByRole("table").getByRole("row").all();
    const cells = await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
    await toggle.click();
    return cells;
  }

  /** How many seconds or buckets a chart over time lacks between the first and the last that it shows. */
  async holes(title: string): Promise<number> {
    const [, ...rows] = await this.table(title);
    // By the clock: two buckets around the start are both of the elapsed second 0.
    const times = rows.map(([, clock = ""]) => clock.split(":").reduce((sum, part) => 60 * sum + Number(part), 0));
    const steps = times.slice(1).map((time, n) => ((times[n] ?? 0) - time + DAY_S) % DAY_S);
    const step = Math.min(...steps);
    return steps.reduce((sum, each) => sum + each / step - 1, 0);
  }

  /** A text is the whole name: "Pause" is not "Pause options". */
  button(name: string | RegExp): Locator {
    return this.header.getByRole("button", { name, exact: typeof name === "string" });
  }

  get editPanel(): Locator {
    return this.page.getByLabel("Edit limits").filter({ has: this.page.locator("form") });
  }

  get linkBanner(): Locator {
    return this.page.getByText(/The run goes on at the server/);
  }
}

/** The first number of a text: "1,200 / 1,319" is 1200. */
export function firstNumber(text: string): number {
  const digits = /-?\d[\d,]*(\.\d+)?/.exec(text)?.[0];
  if (digits === undefined) throw new Error(`no number in "${text}"`);
  return Number(digits.replaceAll(",", ""));
}
