import type { RunResponse } from "@/lib/contracts/runs";
import { pinWords } from "@/lib/core/presets/preset-pin";
import { casesAsked } from "@/lib/core/repeats/case-count-words";
import { formatDuration, formatExact, formatMoney, formatPercent, UNKNOWN } from "@/lib/format";
import { limitRows } from "../../limit-fields/limit-rows";

export interface ConfigRow {
  readonly group: "Dataset" | "Target" | "Prompt" | "Parameters" | "Evaluators" | "Limits" | "Rules";
  readonly name: string;
  /** One for each run, in their order. */
  readonly values: readonly string[];
  readonly differs: boolean;
  /** A text of several lines. */
  readonly isText: boolean;
}

type Entry = readonly [group: ConfigRow["group"], name: string, value: string, isText?: boolean];

/** All settings of runs side by side, those that a run has not as "–". */
export function configRows(runs: readonly RunResponse[]): ConfigRow[] {
  const columns = runs.map((run) => new Map(entriesOf(run).map((entry) => [`${entry[0]}\n${entry[1]}`, entry])));
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const rows = keys.map((key): ConfigRow => {
    const [group, name, , isText] = columns.map((column) => column.get(key)).find((entry) => entry !== undefined) ?? [
      "Rules",
      key,
      "",
    ];
    const values = columns.map((column) => column.get(key)?.[2] ?? UNKNOWN);
    return { group, name, values, differs: new Set(values).size > 1, isText: isText ?? false };
  });
  // A setting that only a later run has comes last of its group, and not last of all.
  return rows.sort((a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group));
}

const GROUPS: readonly ConfigRow["group"][] = [
  "Dataset",
  "Target",
  "Prompt",
  "Parameters",
  "Evaluators",
  "Limits",
  "Rules",
];

function entriesOf(run: RunResponse): Entry[] {
  const { target } = run;
  return [
    ["Dataset", "Dataset", `${run.datasetName} (${run.datasetId})`],
    ["Dataset", "Cases", sampleText(run)],
    ["Dataset", "Repeats", formatExact(run.repeats)],
    ["Target", "Provider", run.providerName],
    ["Target", "Model", target.model],
    ...promptEntries(run),
    ...Object.entries(target.params).map(([name, value]): Entry => ["Parameters", name, jsonText(value)]),
    ...evaluatorEntries(run),
    ["Limits", "Preset", pinWords(run)],
    ["Limits", "Limits of", run.limitsScope === "run" ? "its own" : "the pool"],
    ...limitRows(run.effectiveLimits).map(({ name, value }): Entry => ["Limits", name, value]),
    ["Limits", "Limit edits", formatExact(run.limitsRevision - 1)],
    ...ruleEntries(run),
  ];
}

function sampleText(run: RunResponse): string {
  const { sample, skip } = run;
  const kind =
    sample.kind === "all"
      ? "all"
      : sample.kind === "first"
        ? `first ${sample.n}`
        : `${sample.n} by seed ${sample.seed}`;
  return `${formatExact(casesAsked(run))}, ${kind}${skip.length === 0 ? "" : `, without ${skip.join(", ")}`}`;
}

function promptEntries({ target }: RunResponse): Entry[] {
  const messages = target.messages ?? [{ role: "user" as const, content: target.prompt ?? "" }];
  return messages.map(({ role, content }, at) => [
    "Prompt",
    messages.length === 1 ? "Prompt" : `Message ${at + 1}, ${role}`,
    content,
    true,
  ]);
}

function evaluatorEntries({ evaluators }: RunResponse): Entry[] {
  const seen = new Map<string, number>();
  return evaluators.map(({ type, ...settings }) => {
    const n = (seen.get(type) ?? 0) + 1;
    seen.set(type, n);
    const text = Object.entries(settings)
      .map(([name, value]) => `${name}: ${jsonText(value)}`)
      .join("\n");
    return ["Evaluators", n === 1 ? type : `${type} ${n}`, text === "" ? "on" : text, true];
  });
}

function ruleEntries({ priority, autoPause, budgetUsd, cost }: RunResponse): Entry[] {
  const { rateLimited, errorsInRow, cooldownOverMs } = autoPause;
  return [
    ["Rules", "Priority", priority],
    ["Rules", "Budget", budgetUsd === null ? "none" : formatMoney(budgetUsd)],
    [
      "Rules",
      "Pauses at 429s",
      rateLimited === null ? "never" : `${formatPercent(rateLimited.share)} for ${formatDuration(rateLimited.forMs)}`,
    ],
    [
      "Rules",
      "Pauses at errors in a row",
      errorsInRow === null ? "never" : `${errorsInRow.attempts} over ${formatDuration(errorsInRow.forMs)}`,
    ],
    ["Rules", "Pauses at a wait over", cooldownOverMs === null ? "never" : formatDuration(cooldownOverMs)],
    ["Rules", "Price table", cost.priceVersion ?? UNKNOWN],
  ];
}

function jsonText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
