import { limitRows } from "@/components/limit-fields/limit-rows";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { pinWords } from "@/lib/core/presets/preset-pin";
import { casesAsked } from "@/lib/core/repeats/case-count-words";
import { formatExact } from "@/lib/format";
import { html, type Markup } from "./markup";
import type { ReportData } from "./report-data";

/** A moment as a document for any reader has to name it. */
export function utc(iso: string | null): string {
  return iso === null ? "–" : `${iso.slice(0, 19).replace("T", " ")} UTC`;
}

/** What was launched, the limits in force, and every change of them. */
export function reportConfig({ run, changes }: ReportData): Markup {
  return html`<div class="grid wide"><div class="card"><h3>Launched</h3><table><tbody>
${line("Run", run.id)}${line("Dataset", run.datasetName)}${line("Cases", `${formatExact(casesAsked(run))} ${sampleWords(run)}`)}${run.repeats === 1 ? null : line("Repeats", `each case ${formatExact(run.repeats)} times`)}
${line("Provider and model", `${run.providerName} · ${run.target.model}`)}${line("Parameters", paramWords(run))}
${line("Evaluators", run.evaluators.map((evaluator) => evaluator.type).join(", "))}${line("Preset", pinWords(run))}
${line("Prices", run.cost.priceVersion === null ? "none" : `table ${run.cost.priceVersion}`)}
${line("Budget", run.budgetUsd === null ? "none" : `$${run.budgetUsd}`)}
${line("Created", `${utc(run.createdAt)} by ${run.createdBy}`)}${line("Started", utc(run.startedAt))}${line("Ended", utc(run.finishedAt))}
</tbody></table>${promptOf(run)}</div>
<div class="card"><h3>Limits in force at the end</h3><table><tbody>
${limitRows(run.effectiveLimits).map(({ name, value }) => line(name, value))}
</tbody></table><p class="small muted">${run.limitsScope === "run" ? "The run has limits of its own in front of the pool’s." : "The run follows its pool."}</p></div></div>
<h3 style="margin:14px 0 4px">Changes of limits</h3>${changesTable(changes)}`;
}

function line(name: string, value: string): Markup {
  return html`<tr><th scope="row">${name}</th><td dir="auto">${value}</td></tr>`;
}

function changesTable(changes: ReportData["changes"]): Markup {
  const edits = changes.filter(({ before }) => before !== null);
  if (edits.length === 0) return html`<p class="muted">None since launch.</p>`;
  return html`<div class="scroll"><table><thead><tr><th>When</th><th>Who</th><th>What</th><th>Why</th></tr></thead><tbody>
${edits.map(
  ({ at, actor, before, after, reason }) =>
    html`<tr><td>${utc(at)}</td><td>${actor}</td><td>${before === null ? "" : describeLimitChange(before, after)}</td><td dir="auto">${reason ?? "–"}</td></tr>`,
)}</tbody></table></div>`;
}

const PROMPT_MAX = 20_000;

function promptOf({ target }: RunResponse): Markup {
  const messages = target.messages ?? [{ role: "user" as const, content: target.prompt ?? "" }];
  return html`<details><summary>Prompt template</summary>
${messages.map(({ role, content }) => html`<p class="small muted">${role}</p><div class="text mono" dir="auto">${content.slice(0, PROMPT_MAX)}</div>`)}</details>`;
}

function sampleWords({ sample }: RunResponse): string {
  if (sample.kind === "all") return "(all)";
  return sample.kind === "first" ? "(the first)" : `(drawn with seed ${sample.seed})`;
}

function paramWords({ target }: RunResponse): string {
  const parts = Object.entries(target.params).map(([name, value]) => `${name} ${[value].flat().join(", ")}`);
  return parts.length === 0 ? "the vendor’s defaults" : parts.join(" · ");
}
