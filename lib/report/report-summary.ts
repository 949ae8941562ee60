import { VERDICT_FILL } from "@/components/charts/series-look";
import { costRemark, costText, runCostText } from "@/components/runs/cost-text";
import { outcomeWord } from "@/components/runs/outcome-word";
import type { RepeatsResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { VERDICT_WORDS } from "@/lib/core/advice/advise-run";
import { wilsonInterval } from "@/lib/core/comparing/wilson-interval";
import { ATTEMPT_COUNTER } from "@/lib/core/metrics/fold-summary";
import { ATTEMPT_OUTCOMES } from "@/lib/core/retry/attempt-outcome";
import { formatDuration, formatExact, formatPercent, formatPlural, formatTokens } from "@/lib/format";
import { html, type Markup } from "./markup";
import type { ReportData } from "./report-data";

/** The figures of the run, the three times apart and every rate with what it is a share of. */
export function reportSummary({ run, lost, repeats }: ReportData): Markup {
  const { counts, attempts, times, tokens } = run;
  return html`<div class="grid">
${passRateCard(run, repeats)}${repeats === null ? null : repeatsCard(repeats)}
${card("Cases", formatExact(counts.done), `of ${formatExact(counts.total)}: ${formatExact(counts.passed)} passed, ${formatExact(counts.failed)} failed, ${formatExact(counts.notScored)} not scored`)}
${card("Attempts", formatExact(attempts.total), `${perCase(run)} per case; ${formatExact(attempts.total - attempts.ok)} brought no answer`)}
${card("Time", formatDuration(run.activeMs), "of running, pauses left out")}
${card("Tokens", formatTokens(tokens.input + tokens.output), `${formatTokens(tokens.input)} in, ${formatTokens(tokens.output)} out`)}
${card("Cost", run.cost.free ? "none" : costText(run.cost.totalUsd, run.cost.unknownCalls + run.cost.judges.unknownCalls), costSub(run))}
</div>
<div class="grid wide" style="margin-top:12px">
<div class="card"><h3>Where a case’s time goes</h3>
<table><tbody>
${timeRow("Limiter wait", "our own brake", times.limiterWaitTotalMs, counts.done, times.limiterWaitMs)}
${timeRow("Backoff", "after failed attempts", times.backoffMs, counts.done, null)}
<tr><td>Provider latency<br><span class="small muted">an attempt that was answered</span></td><td class="n">p50 ${formatDuration(times.providerLatencyMs.p50)}<br>p95 ${formatDuration(times.providerLatencyMs.p95)}</td></tr>
</tbody></table></div>
<div class="card"><h3>Attempts by outcome</h3><table><tbody>
${ATTEMPT_OUTCOMES.filter((outcome) => attempts[ATTEMPT_COUNTER[outcome]] > 0).map((outcome) => {
  const count = attempts[ATTEMPT_COUNTER[outcome]];
  return html`<tr><td>${outcomeWord(outcome)}</td><td class="n">${formatExact(count)}</td><td class="n">${formatPercent(count / attempts.total)}</td></tr>`;
})}</tbody></table>
${attempts.total === 0 ? html`<p class="muted">None was made.</p>` : null}</div>
${lost.length === 0 ? null : lostCard(lost)}${run.judges.length === 0 ? null : judgesCard(run)}
</div>`;
}

function card(name: string, value: string, sub: string): Markup {
  return html`<div class="card"><div class="small muted">${name}</div><div class="value">${value}</div><div class="small muted">${sub}</div></div>`;
}

function passRateCard(run: RunResponse, repeats: ReportData["repeats"]): Markup {
  const { passed, failed } = run.counts;
  const interval = repeats === null ? wilsonInterval(passed, passed + failed) : repeats.passRateInterval;
  const between =
    interval === null
      ? "no case is scored"
      : `${formatExact(passed)} of ${formatExact(passed + failed)} scored; 95 % interval ${formatPercent(interval.low)} to ${formatPercent(interval.high)}`;
  return card("Pass rate", formatPercent(run.passRate), between);
}

function repeatsCard({ repeats, tally }: RepeatsResponse): Markup {
  const asked = `${formatPlural(tally.cases, "case")}, each asked ${formatExact(repeats)} times`;
  const value = `${formatExact(tally.always)} · ${formatExact(tally.sometimes)} · ${formatExact(tally.never)}`;
  const rest = tally.unfinished + tally.notScored;
  const others = rest === 0 ? "" : `; ${formatExact(rest)} not done or not scored`;
  return card("Passed every time · sometimes · never", value, `${asked}${others}`);
}

function perCase({ attempts, counts }: RunResponse): string {
  return counts.done === 0 ? "–" : (attempts.total / counts.done).toFixed(2);
}

function costSub(run: RunResponse): string {
  const remark = costRemark(run);
  const judges =
    run.judges.length === 0
      ? ""
      : `target ${runCostText(run)}, judges ${costText(run.cost.judges.usd, run.cost.judges.unknownCalls)}`;
  const budget = run.budgetUsd === null ? "" : `budget $${run.budgetUsd}`;
  return [judges, budget, remark ?? ""].filter((part) => part !== "").join("; ");
}

function timeRow(
  name: string,
  what: string,
  totalMs: number,
  cases: number,
  quantiles: { p50: number | null; p95: number | null } | null,
): Markup {
  const mean = cases === 0 ? null : totalMs / cases;
  const spread =
    quantiles === null ? "" : `p50 ${formatDuration(quantiles.p50)}, p95 ${formatDuration(quantiles.p95)} an attempt`;
  return html`<tr><td>${name}<br><span class="small muted">${what}</span></td><td class="n">${formatDuration(mean)} a case on average<br><span class="small muted">${spread}</span></td></tr>`;
}

function lostCard(lost: ReportData["lost"]): Markup {
  return html`<div class="card"><h3>Not scored, by how the last attempt ended</h3><table><tbody>
${lost.map(({ outcome, cases }) => html`<tr><td>${outcome === null ? "no attempt was made" : outcomeWord(outcome)}</td><td class="n">${formatExact(cases)}</td></tr>`)}
</tbody></table><p class="small muted">They count neither as passed nor as failed.</p></div>`;
}

function judgesCard(run: RunResponse): Markup {
  return html`<div class="card"><h3>Judges</h3><table><tbody>
${run.judges.map(
  (judge) =>
    html`<tr><td>${judge.evaluator}<br><span class="small muted">${judge.providerName} · ${judge.model}</span></td><td class="n">${formatExact(judge.verdicts.passed)} passed, ${formatExact(judge.verdicts.failed)} failed<br><span class="small muted">${formatPlural(judge.attempts.total, "attempt")}, p50 ${formatDuration(judge.times.providerLatencyMs.p50)}</span></td></tr>`,
)}</tbody></table></div>`;
}

/** What its time went to, and what to change. */
export function reportAdvice({ advice }: ReportData): Markup {
  return html`${advice.items.map((item) => html`<div class="advice"><strong>${item.sentence}</strong><p class="small muted">${item.evidence}</p></div>`)}
${
  advice.shares.length === 0
    ? null
    : html`<div class="bar" aria-hidden="true">${advice.shares.map(({ kind, share }) => html`<i style="flex:${(share * 1000).toFixed(0)};background:${VERDICT_FILL[kind]}"></i>`)}</div>
<p class="small muted">Held back by: ${advice.shares.map(({ kind, share }) => `${VERDICT_WORDS[kind]} ${formatPercent(share)}`).join(" · ")}</p>`
}`;
}
