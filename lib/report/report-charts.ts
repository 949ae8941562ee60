import { prepareAttempts } from "@/components/charts/prepare-attempts";
import { limitEnd, seriesEnds } from "@/components/charts/prepare-ends";
import { ERROR_KINDS, type ErrorKind, prepareErrors } from "@/components/charts/prepare-errors";
import { prepareHistogram } from "@/components/charts/prepare-histogram";
import { prepareLatency } from "@/components/charts/prepare-latency";
import { prepareSlots, SLOT_STATES, type SlotState } from "@/components/charts/prepare-slots";
import { fillOf, LOOK, type SeriesLook } from "@/components/charts/series-look";
import { prepareBands, type TimeMark } from "@/components/charts/time-marks";
import { prepareTimeRows, type TimeRow, type TimeWindow } from "@/components/charts/time-rows";
import type { LimitChangeResponse } from "@/lib/contracts/providers";
import type { RunResponse } from "@/lib/contracts/runs";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { isTerminal } from "@/lib/core/runs/run-state";
import { formatDuration, formatExact, formatNumber, formatPercent, formatRate } from "@/lib/format";
import { html, type Markup } from "./markup";
import type { ReportData } from "./report-data";
import { REPORT_PATTERNS } from "./report-patterns";
import { bandLayer, endNames, frame, lineLayer, stackLayer, stepLayer, timePlot, type ValueAxis } from "./time-plot";

interface ChartInput {
  readonly rows: readonly TimeRow[];
  readonly window: TimeWindow;
  readonly marks: readonly TimeMark[];
}

/** The charts of the run's page over the whole run, as pictures. */
export function reportCharts({ run, changes, metrics }: ReportData): Markup {
  const [fromMs, toMs] = [Date.parse(metrics.from), Date.parse(metrics.to)];
  const window = { fromMs, toMs, originMs: fromMs };
  const rows = prepareTimeRows(metrics.buckets, metrics.bucketMs, window, !isTerminal(run.state));
  if (rows.length === 0) return html`<p class="muted">Nothing was recorded over time.</p>`;
  const input = { rows, window, marks: marksOf(changes) };
  return html`${REPORT_PATTERNS}<div class="grid wide">
${attemptsChart(input)}${errorsChart(input)}${slotsChart(input)}${latencyChart(input)}${histogram(run)}</div>
<p class="small muted">Time runs from the first recorded second; each point stands for ${formatDuration(metrics.bucketMs)}. Dotted lines mark changes of limits.</p>`;
}

function marksOf(changes: readonly LimitChangeResponse[]): TimeMark[] {
  return changes.flatMap(({ id, at, source, before, after, actor }) =>
    source === "launch" || before === null
      ? []
      : [{ id, atMs: Date.parse(at), label: `${describeLimitChange(before, after)} · ${actor}` }],
  );
}

function figure(title: string, sentence: string, picture: Markup, legend: readonly [string, SeriesLook][]): Markup {
  return html`<figure class="card"><figcaption>${title}</figcaption><p class="small muted">${sentence}</p>${picture}
<ul class="legend">${legend.map(([name, look]) => html`<li>${swatch(look)}${name}</li>`)}</ul></figure>`;
}

function swatch(look: SeriesLook): Markup {
  const drawn =
    look.kind === "line"
      ? html`<line x1="0" x2="18" y1="5" y2="5" stroke="${look.color}" stroke-width="${look.width ?? 1.5}" stroke-dasharray="${look.dash ?? "none"}"/>`
      : html`<rect x=".5" y=".5" width="17" height="9" fill="${fillOf(look)}" stroke="${look.color}"/>`;
  return html`<svg viewBox="0 0 18 10" aria-hidden="true">${drawn}</svg>`;
}

function valueAxis(ticks: readonly number[], unit: string, scale: ValueAxis["scale"] = "linear"): ValueAxis {
  return { ticks, unit, scale, write: formatNumber };
}

function attemptsChart({ rows, window, marks }: ChartInput): Markup {
  const data = prepareAttempts(rows);
  const axis = valueAxis(data.yTicks, "per second");
  const plot = timePlot(window, axis);
  const total = rows.reduce((sum, row) => sum + (row.bucket?.started ?? 0), 0);
  const seconds = rows.reduce((sum, row) => sum + row.seconds, 0);
  const limit = data.limit.at(-1)?.value ?? null;
  const sentence = `${formatExact(total)} attempts, ${formatRate(seconds === 0 ? null : total / seconds)} on average${
    limit === null ? "" : `; the limit at the end was ${formatNumber(limit)}`
  }.`;
  const layers = [
    ...bandLayer(plot, prepareBands(rows)),
    lineLayer(plot, data.rows, (row) => row.finished, LOOK.finished),
    lineLayer(plot, data.rows, (row) => row.started, LOOK.started),
    stepLayer(plot, data.limit, LOOK.limit),
    endNames(plot, [
      ...seriesEnds(data.rows, [
        { key: "started", look: LOOK.started, value: (row) => row.started, end: "started" },
        { key: "finished", look: LOOK.finished, value: (row) => row.finished, end: "finished" },
      ]),
      ...limitEnd("limit", LOOK.limit, data.limit, (value) => `limit ${formatNumber(value)}`),
    ]),
  ];
  return figure("Attempts per second", sentence, frame(plot, axis, sentence, layers, marks), [
    ["started", LOOK.started],
    ["cases finished", LOOK.finished],
    ["limit", LOOK.limit],
  ]);
}

const ERROR_NAME: Record<ErrorKind, string> = {
  rateLimited: "429",
  server: "5xx, overloaded",
  timeout: "timeout",
  network: "network",
  refused: "refused (4xx)",
};

function errorsChart({ rows, window, marks }: ChartInput): Markup {
  const data = prepareErrors(rows);
  const axis = valueAxis(data.yTicks, "attempts");
  const plot = timePlot(window, axis);
  const seen = ERROR_KINDS.filter((kind) => data.totals[kind] > 0);
  const sentence =
    seen.length === 0
      ? "No attempt failed."
      : `${seen.map((kind) => `${formatExact(data.totals[kind])} × ${ERROR_NAME[kind]}`).join(", ")}.`;
  const parts = ERROR_KINDS.map((kind) => ({
    look: LOOK[kind],
    fill: fillOf(LOOK[kind]),
    value: (row: (typeof data.rows)[number]) => row[kind],
  }));
  // One lone failure has to be seen.
  const layers = [...bandLayer(plot, prepareBands(rows)), stackLayer(plot, data.rows, parts, 3)];
  return figure(
    "429 and errors",
    sentence,
    frame(plot, axis, sentence, layers, marks),
    seen.map((kind) => [ERROR_NAME[kind], LOOK[kind]]),
  );
}

const SLOT_NAME: Record<SlotState, string> = {
  calling: "calling",
  waiting: "waiting for a permit",
  idle: "idle",
  backingOff: "backing off (holds no slot)",
};

function slotsChart({ rows, window, marks }: ChartInput): Markup {
  const data = prepareSlots(rows);
  const axis = valueAxis(data.yTicks, "slots");
  const plot = timePlot(window, axis);
  const sum = (state: SlotState) => data.rows.reduce((total, row) => total + (row[state] ?? 0) * row.seconds, 0);
  const slots = sum("calling") + sum("waiting") + sum("idle");
  const part = (state: SlotState) => formatPercent(slots === 0 ? null : sum(state) / slots);
  const sentence = `Slots called ${part("calling")} of the time, waited for a permit ${part("waiting")}, stood idle ${part("idle")}.`;
  const parts = SLOT_STATES.map((state) => ({
    look: LOOK[state],
    fill: fillOf(LOOK[state]),
    value: (row: (typeof data.rows)[number]) => row[state],
  }));
  const layers = [
    ...bandLayer(plot, prepareBands(rows)),
    stackLayer(plot, data.rows, parts, 0),
    stepLayer(plot, data.concurrency, LOOK.limit),
    endNames(
      plot,
      limitEnd("concurrency", LOOK.limit, data.concurrency, (value) => `${formatNumber(value)} at once`),
    ),
  ];
  return figure(
    "Slots by state",
    sentence,
    frame(plot, axis, sentence, layers, marks),
    SLOT_STATES.map((state) => [SLOT_NAME[state], LOOK[state]]),
  );
}

function latencyChart({ rows, window, marks }: ChartInput): Markup {
  const data = prepareLatency(rows);
  const axis = valueAxis(data.yTicks, data.scale === "log" ? "seconds, logarithmic" : "seconds", data.scale);
  const plot = timePlot(window, axis);
  const sentence = "What the provider took, and what our own limiter made attempts wait.";
  const layers = [
    ...bandLayer(plot, prepareBands(rows)),
    lineLayer(plot, data.rows, (row) => row.waitP95, LOOK.waitP95),
    lineLayer(plot, data.rows, (row) => row.waitP50, LOOK.waitP50),
    lineLayer(plot, data.rows, (row) => row.callP95, LOOK.callP95),
    lineLayer(plot, data.rows, (row) => row.callP50, LOOK.callP50),
    endNames(
      plot,
      seriesEnds(data.rows, [
        { key: "callP50", look: LOOK.callP50, value: (row) => row.callP50, end: "p50" },
        { key: "callP95", look: LOOK.callP95, value: (row) => row.callP95, end: "p95" },
        { key: "waitP50", look: LOOK.waitP50, value: (row) => row.waitP50, end: "wait p50" },
        { key: "waitP95", look: LOOK.waitP95, value: (row) => row.waitP95, end: "wait p95" },
      ]),
    ),
  ];
  return figure("Provider latency and limiter wait", sentence, frame(plot, axis, sentence, layers, marks), [
    ["provider p50", LOOK.callP50],
    ["provider p95", LOOK.callP95],
    ["limiter wait p50", LOOK.waitP50],
    ["limiter wait p95", LOOK.waitP95],
  ]);
}

function histogram(run: RunResponse): Markup {
  const bars = prepareHistogram(
    { finished: run.attemptsPerCase, retrying: [] },
    run.effectiveLimits.retry.attempts,
    false,
  );
  const retried = bars.reduce((sum, bar) => sum + (bar.attempts > 1 ? bar.cases : 0), 0);
  const sentence =
    retried === 0 ? "No case took a second attempt." : `${formatExact(retried)} cases took more than one attempt.`;
  const width = 520 / bars.length;
  const drawn = bars.map((bar, at) => {
    const height = bar.cases === 0 ? 0 : Math.max(3, Math.round((bar.heights.succeeded + bar.heights.gaveUp) * 120));
    const middle = at * width + width / 2;
    return html`<rect x="${middle - Math.min(40, width * 0.35)}" y="${150 - height}" width="${Math.min(80, width * 0.7)}" height="${height}" fill="${bar.attempts === 1 ? "var(--call)" : "url(#pattern-backoff-dots)"}"/>
<text x="${middle}" y="${144 - height}" text-anchor="middle" style="fill:var(--fg)">${formatExact(bar.cases)} · ${formatPercent(bar.share)}</text>
<text x="${middle}" y="170" text-anchor="middle">${bar.last ? `${bar.attempts} (last)` : bar.attempts}</text>`;
  });
  const picture = html`<svg viewBox="0 0 520 190" role="img" aria-label="${sentence}"><line class="axis" x1="0" x2="520" y1="150.5" y2="150.5"/>${drawn}</svg>`;
  return figure("Attempts per case", sentence, picture, []);
}
