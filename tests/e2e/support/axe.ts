import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What a theme can change: the markup is the same in both. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/**
 * Violations that keep somebody out, in a few words each; none is what we want. Advice (`best-practice`) is left out.
 * `colours`: only of what a theme can change.
 */
export async function seriousViolations(page: Page, what: "all" | "colours" = "all"): Promise<string[]> {
  // There are no frames to look into, for which it would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (what === "all" ? axe.withTags(LEVELS) : axe.withRules(COLOURS)).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
    );
}
