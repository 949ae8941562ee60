import type { CaseResponse } from "@/lib/contracts/run-cases";
import { formatDuration, formatExact, formatPlural } from "@/lib/format";
import { html, type Markup } from "./markup";
import type { ReportData } from "./report-data";

const TEXT_MAX = 600;

/** The head of the table of cases to look at, and how many of them it shows. */
export function casesHead({ cases, run }: ReportData): Markup {
  if (cases.total === 0) {
    return html`<p class="muted">${run.counts.done === 0 ? "No case is done." : "None: every case that is done passed."}</p>`;
  }
  const all = cases.total <= cases.most;
  const count = all
    ? `${formatPlural(cases.total, "case")}, all of them.`
    : `The first ${formatExact(cases.most)} of ${formatExact(cases.total)}; the export holds the rest.`;
  return html`<p class="muted">${count} Long texts are shortened.</p>
<div class="scroll"><table><thead><tr><th>Case</th><th>Result</th><th class="n">Attempts</th><th class="n">Limiter wait</th><th class="n">Provider</th><th>Why</th><th>Output</th></tr></thead><tbody>`;
}

export function caseRow(item: CaseResponse, repeats: number): Markup {
  const passed = item.result === "not-scored" ? "not scored" : (item.result ?? "");
  return html`<tr><td class="mono" dir="auto">${item.sourceCaseId}${repeats === 1 ? null : ` · ${item.repeat} of ${repeats}`}</td><td><span class="badge ${item.result}">${passed}</span></td><td class="n">${item.attemptCount}</td><td class="n">${formatDuration(item.limiterWaitMs)}</td><td class="n">${formatDuration(item.providerLatencyMs)}</td><td><div class="text" dir="auto">${shortened(why(item))}</div></td><td><div class="text" dir="auto">${shortened(item.output ?? "–")}</div></td></tr>
`;
}

export const CASES_END = "</tbody></table></div>";

/** The error of a case that is not scored, else what the evaluators that failed it say. */
function why({ error, scores }: CaseResponse): string {
  if (error !== null) return error.message;
  const failed = scores.filter((score) => !score.passed).map((score) => `${score.evaluator}: ${score.detail}`);
  return failed.length === 0 ? "–" : failed.join("\n");
}

/** Whole characters, so that an emoji at the cut stays one. */
function shortened(text: string): string {
  if (text.length <= TEXT_MAX) return text;
  return `${text.slice(0, TEXT_MAX).replace(/[\ud800-\udbff]$/, "")}…`;
}
