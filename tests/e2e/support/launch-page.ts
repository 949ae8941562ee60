import { expect, type Locator, type Page } from "@playwright/test";
import type { Api } from "./api";

/** A dataset and a fast provider for the launch form, and the part of its address that names them. */
export async function launchParts(api: Api, name: string, cases: number) {
  // Above all that a test asks for, so that the form's own limits are what binds.
  const limits = { requestsPerSecond: 100, burst: 60, concurrency: 100 };
  const provider = await api.createSimulated(name, limits);
  const dataset = await api.createDataset(name, cases);
  return { provider, dataset, query: `dataset=${dataset.id}&provider=${provider.id}` };
}

/** Opens the form and waits until what its address names has been looked up. */
export async function openLaunch(page: Page, query: string): Promise<void> {
  await page.goto(`/runs/new?${query}`);
  await expect(forecast(page)).toContainText("bounded by");
}

export function forecast(page: Page): Locator {
  return page.locator("output").filter({ hasText: /about|Choose|Mend/ });
}

/** Every launch that the page sends from now on. */
export function sentLaunches(page: Page): readonly string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/v1/runs")) sent.push(request.url());
  });
  return sent;
}
