import { stateWord } from "@/components/runs/state-word";
import { html } from "./markup";
import { CASES_END, caseRow, casesHead } from "./report-cases";
import { reportCharts } from "./report-charts";
import { reportConfig, utc } from "./report-config";
import type { ReportData } from "./report-data";
import { REPORT_STYLE } from "./report-style";
import { reportAdvice, reportSummary } from "./report-summary";

/** One HTML file that needs nothing else: no script, no request, made while it is read. */
export function runReport(data: ReportData): {
  fileName: string;
  contentType: string;
  chunks: AsyncIterable<string>;
} {
  const { run } = data;
  return {
    fileName: `${run.name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80)}-${run.id}-report.html`,
    contentType: "text/html; charset=utf-8",
    chunks: chunksOf(data),
  };
}

async function* chunksOf(data: ReportData): AsyncGenerator<string> {
  yield headOf(data);
  yield html`<h2>Charts</h2>${reportCharts(data)}<h2>Configuration</h2>${reportConfig(data)}<h2>Failed and not scored cases</h2>${casesHead(data)}`
    .text;
  if (data.cases.total > 0) {
    for await (const page of data.cases.pages) yield page.map((item) => caseRow(item, data.run.repeats).text).join("");
    yield CASES_END;
  }
  yield html`<p class="small muted" style="margin-top:24px">Written ${utc(data.writtenAt)} by Evalpace.</p></body></html>
`.text;
}

function headOf(data: ReportData): string {
  const { run } = data;
  // The policy holds where the file is opened from a disk, too: nothing in it may load or run.
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const soFar = run.finishedAt === null ? ", so far" : "";
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${run.name} · report</title><style>${REPORT_STYLE}</style></head><body>
<header><p class="small muted">Evalpace · report of a run${soFar}</p><h1 dir="auto">${run.name}</h1>
<p><span class="badge">${stateWord(run.state, run.counts.notScored)}</span> <span class="muted">${run.providerName} · ${run.target.model} · ${run.datasetName}</span></p>
<p>${run.boundBy.sentence}</p></header>
<h2>What to change</h2>${reportAdvice(data)}<h2>Figures</h2>${reportSummary(data)}`.text;
}
