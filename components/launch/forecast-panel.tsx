"use client";

import type { CostForecast } from "@/lib/core/forecast/forecast-cost";
import { forecastHeadline, forecastSentence } from "@/lib/core/forecast/forecast-sentence";
import type { Simulation } from "@/lib/core/forecast/simulate-run";
import { formatClockMinutes, formatCount, formatDuration, formatMoney, UNKNOWN } from "@/lib/format";
import { Card, CardHeader } from "../ui/card";
import { Field } from "../ui/field";
import { NumberInput } from "../ui/text-input";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { limitsFrom } from "./launch-draft";
import { assumptionsOf, type Outlook } from "./launch-outlook";
import type { Assumptions } from "./launch-reckoning";
import type { MatrixOutlook } from "./matrix-outlook";
import { MatrixSentence, MatrixTable } from "./matrix-panel";

/** An outlook with the moment it was made at. */
export interface SettledOutlook {
  readonly outlook: Outlook | null;
  /** Of several runs; null where the form means one. */
  readonly matrix: MatrixOutlook | null;
  /** The same launch, played through on a virtual clock. */
  readonly played: Simulation | null;
  readonly atMs: number;
}

/** How long the run would take and what bounds it, and what that rests on. */
export function ForecastPanel({ form, settled }: { form: LaunchFormApi; settled: SettledOutlook }) {
  const { matrix } = settled;
  const assumptions = assumptionsOf(form.draft, form.data.context.measured);
  return (
    <Card>
      <CardHeader title="Forecast" />
      {/* A live region: it is read out whenever it has settled on something new. */}
      <output aria-live="polite" className="block min-h-18 text-sm">
        {matrix === null ? (
          <Sentence settled={settled} waitsFor={waitsFor(form)} />
        ) : (
          <MatrixSentence matrix={matrix} />
        )}
      </output>
      {matrix !== null && <MatrixTable cells={matrix.cells} />}
      {matrix === null && settled.outlook !== null && settled.played !== null && (
        <PlayedThrough outlook={settled.outlook} played={settled.played} />
      )}
      {form.notices("") !== undefined && <div className="mt-2 flex flex-col gap-1">{form.notices("")}</div>}
      <AssumptionFields form={form} assumptions={assumptions} />
    </Card>
  );
}

/** What the closed form cannot tell: how much it varies, what pushes back, and what it will cost. */
function PlayedThrough({ outlook, played }: { outlook: Outlook; played: Simulation }) {
  const { cost, figures, judged } = outlook;
  const byJudges = figures.boundBy === "judge";
  const lines = [
    { name: "Half of such runs by", value: formatDuration(Math.max(played.p50Ms, judged.judgesMs)) },
    { name: "Nine in ten by", value: formatDuration(Math.max(played.p90Ms, byJudges ? figures.range.toMs : 0)) },
    { name: "Expected 429s", value: played.rateLimited < 0.5 ? "none" : `≈ ${formatCount(played.rateLimited)}` },
    { name: "Cost", value: cost === undefined ? UNKNOWN : cost === null ? "unknown" : costRange(cost) },
  ];
  if (played.gaveUp >= 0.5) lines.push({ name: "Cases given up", value: `≈ ${formatCount(played.gaveUp)}` });
  return (
    <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-3 gap-y-0.5 text-xs tabular-nums">
      {lines.map(({ name, value }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function costRange({ usd, lowUsd, highUsd }: CostForecast): string {
  if (highUsd === 0) return "$0";
  const [low, high] = [formatMoney(lowUsd), formatMoney(highUsd)];
  return low === high ? formatMoney(usd) : `${low} – ${high}`;
}

function Sentence({ settled: { outlook, atMs }, waitsFor }: { settled: SettledOutlook; waitsFor: string }) {
  if (outlook === null) {
    return <span className="text-muted">{waitsFor}</span>;
  }
  const { input, figures, assumptions } = outlook;
  const headline = forecastHeadline(input, figures);
  const sentence = forecastSentence(input, figures, {
    source: assumptions.source,
    costUsd: outlook.cost?.usd ?? null,
    judgeCalls: outlook.judged.calls,
    doneAt: formatClockMinutes(atMs + figures.durationMs),
  });
  return (
    <>
      <span className="text-pretty font-medium text-base">{headline}</span>
      <span className="text-muted">{sentence.slice(headline.length)}</span>
    </>
  );
}

/** What is missing for a forecast. */
function waitsFor({ data, draft }: LaunchFormApi): string {
  const { dataset, provider, pool } = data.context;
  if (dataset === undefined) return "Choose a dataset to see how long the run will take, and what bounds it.";
  if (limitsFrom(draft) !== "pool") return "Mend the number of cases or the limits to see how long the run will take.";
  if (provider === undefined) return "Choose a provider to see how long the run will take, and what bounds it.";
  return pool === undefined ? "Looking up the provider's limits…" : "Mend the number of cases to see the forecast.";
}

function AssumptionFields({ form, assumptions }: { form: LaunchFormApi; assumptions: Assumptions }) {
  const { draft, patch } = form;
  const typed = draft.latency !== null || draft.p95 !== null || draft.retried !== null;
  const fields = [
    { field: "latency", label: "Per call", unit: "s", value: draft.latency ?? seconds(assumptions.latencyMs) },
    { field: "p95", label: "p95", unit: "s", value: draft.p95 ?? seconds(assumptions.latencyP95Ms) },
    { field: "retried", label: "Retried", unit: "%", value: draft.retried ?? percent(assumptions.retriedShare) },
  ] as const;
  return (
    <fieldset className="mt-3 border-t pt-3">
      <legend className="sr-only">What the forecast assumes</legend>
      <div className="mb-2 flex min-h-6 items-center justify-between gap-2 text-xs">
        <span>
          <span className="font-medium">Assumes</span>{" "}
          <span className="text-muted">({form.data.measuring ? "measuring…" : assumptions.source})</span>
        </span>
        {typed && (
          <button
            type="button"
            className="min-h-6 text-accent hover:underline"
            onClick={() => patch({ latency: null, p95: null, retried: null })}
          >
            Reset
          </button>
        )}
      </div>
      <div className="grid grid-cols-3 gap-2">
        {fields.map(({ field, label, unit, value }) => (
          <Field key={field} id={launchFieldId(field)} label={label}>
            <NumberInput
              className="pr-7"
              unit={unit}
              value={value}
              onChange={(event) => patch({ [field]: event.target.value })}
              // An emptied field goes back to what is known.
              onBlur={() => draft[field]?.trim() === "" && patch({ [field]: null })}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

function seconds(ms: number): string {
  return String(Number((ms / 1000).toPrecision(3)));
}

function percent(share: number): string {
  return String(Number((share * 100).toPrecision(3)));
}
