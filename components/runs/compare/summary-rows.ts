import type { RunDifference } from "@/lib/contracts/compare";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatDuration, formatExact, formatNumber, formatPercent, formatTokens } from "@/lib/format";
import { costText } from "../cost-text";
import type { TaggedRun } from "./compared-run";
import { formatPoints } from "./verdict-words";

export interface SummaryCell {
  readonly text: string;
  /** Against the baseline: "▲ 12 %"; null of the baseline and where there is nothing to compare. */
  readonly delta: string | null;
  /** The delta in words. */
  readonly deltaWords?: string;
}
export interface SummaryRow {
  readonly name: string;
  readonly hint?: string;
  readonly cells: readonly SummaryCell[];
}

interface Figure {
  readonly name: string;
  readonly hint?: string;
  readonly value: (run: RunResponse, each: TaggedRun) => number | null;
  readonly text: (run: RunResponse, each: TaggedRun) => string;
}

const FIGURES: readonly Figure[] = [
  {
    name: "Not scored",
    hint: "Lost to limits or faults: no part of the pass rate",
    value: (run) => run.counts.notScored,
    text: (run) => formatExact(run.counts.notScored),
  },
  {
    name: "Cases done",
    value: () => null,
    text: (run) => `${formatExact(run.counts.done)} / ${formatExact(run.counts.total)}`,
  },
  {
    name: "Cost",
    hint: "Target and judges",
    value: (run) => (unknownCalls(run) > 0 ? null : run.cost.totalUsd),
    text: (run) => (run.cost.free ? "$0" : costText(run.cost.totalUsd, unknownCalls(run))),
  },
  {
    name: "Provider latency p50",
    value: (run) => run.times.providerLatencyMs.p50,
    text: (run) => formatDuration(run.times.providerLatencyMs.p50),
  },
  {
    name: "Provider latency p95",
    value: (run) => run.times.providerLatencyMs.p95,
    text: (run) => formatDuration(run.times.providerLatencyMs.p95),
  },
  {
    name: "Limiter wait p50",
    hint: "Our own brake, no part of the latency",
    value: (run) => run.times.limiterWaitMs.p50,
    text: (run) => formatDuration(run.times.limiterWaitMs.p50),
  },
  {
    name: "Limiter wait p95",
    value: (run) => run.times.limiterWaitMs.p95,
    text: (run) => formatDuration(run.times.limiterWaitMs.p95),
  },
  {
    name: "429s",
    value: (run) => run.attempts.rateLimited,
    text: (run) => formatExact(run.attempts.rateLimited),
  },
  {
    name: "Attempts per case",
    value: (_, each) => each.attemptsPerCase,
    text: (_, each) => formatNumber(each.attemptsPerCase),
  },
  {
    name: "Duration",
    hint: "Running, pauses left out",
    value: (run) => run.activeMs,
    text: (run) => formatDuration(run.activeMs),
  },
  {
    name: "Tokens in",
    value: (run) => run.tokens.input,
    text: (run) => formatTokens(run.tokens.input),
  },
  {
    name: "Tokens out",
    value: (run) => run.tokens.output,
    text: (run) => formatTokens(run.tokens.output),
  },
];

/** The figures of the runs under each other, each with its distance from the baseline. */
export function summaryRows(runs: readonly TaggedRun[], differences: readonly RunDifference[]): SummaryRow[] {
  const base = runs.find((each) => each.isBase);
  return [
    passRateRow(runs, differences),
    ...FIGURES.map(({ value, text, ...names }): SummaryRow => {
      const before = base === undefined ? null : value(base.run, base);
      return {
        ...names,
        cells: runs.map((each) => ({
          text: text(each.run, each),
          ...(each.isBase ? { delta: null } : relativeDelta(before, value(each.run, each))),
        })),
      };
    }),
  ];
}

function passRateRow(runs: readonly TaggedRun[], differences: readonly RunDifference[]): SummaryRow {
  return {
    name: "Pass rate",
    hint: runs.some(({ run }) => run.repeats > 1)
      ? "95 % interval (Wilson; with repeats by the spread between cases); n: scored answers"
      : "95 % interval (Wilson); n: scored cases",
    cells: runs.map(({ run, isBase, passRateInterval }) => {
      const scored = run.counts.passed + run.counts.failed;
      const span =
        passRateInterval === null
          ? ""
          : ` ${(passRateInterval.low * 100).toFixed(1)}–${(passRateInterval.high * 100).toFixed(1)}`;
      const test = differences.find((difference) => difference.runId === run.id)?.test ?? null;
      const text =
        run.passRate === null
          ? "–"
          : `${(run.passRate * 100).toFixed(1)}\u00a0%${span} (n\u00a0${formatExact(scored)})`;
      if (isBase || test === null) return { text, delta: null };
      const sign = test.difference > 0 ? "▲" : test.difference < 0 ? "▼" : "=";
      return {
        text,
        delta: `${sign} ${formatPoints(test.difference)} points on pairs`,
        deltaWords: `${formatPoints(test.difference)} points on the ${formatExact(test.pairs)} cases scored in both runs`,
      };
    }),
  };
}

/** "▲ 12 %": sign and share of the baseline's value. */
export function relativeDelta(before: number | null, now: number | null): Pick<SummaryCell, "delta" | "deltaWords"> {
  if (before === null || now === null) return { delta: null };
  if (before === now) return { delta: "=", deltaWords: "as in the baseline" };
  const sign = now > before ? "▲" : "▼";
  const word = now > before ? "more" : "less";
  if (before === 0) return { delta: sign, deltaWords: `${word} than the baseline’s 0` };
  const share = formatPercent(Math.abs(now - before) / before);
  return { delta: `${sign} ${share}`, deltaWords: `${share} ${word} than the baseline` };
}

function unknownCalls({ cost }: RunResponse): number {
  return cost.unknownCalls + cost.judges.unknownCalls;
}
