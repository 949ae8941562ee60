"use client";

import { memo, useMemo } from "react";
import { formatPercent, formatTokens } from "@/lib/format";
import { LimitLayer } from "./chart-layers";
import type { LineText, SecondsText } from "./chart-tooltip";
import { limitEnd, seriesEnds } from "./prepare-ends";
import { prepareTokens, type TokensChartData, type TokensRow } from "./prepare-tokens";
import { seriesLines } from "./series-lines";
import { LOOK } from "./series-look";
import { noneYet, type TimeChartInput, TimeFigure, type TimePlot } from "./time-figure";
import { stepSegments } from "./time-rows";
import { useHiddenSeries } from "./use-hidden-series";

const left = (percent: number | null) => formatPercent(percent === null ? null : percent / 100);

const TOKENS = [
  {
    key: "perMinute",
    label: "Tokens, last minute",
    look: LOOK.started,
    format: (row) => formatTokens(row.perMinute),
    value: (row) => row.perMinute,
    end: "used",
  },
] as const satisfies readonly LineText<TokensRow>[];
const HEADROOM = [
  {
    key: "requestsLeft",
    label: "Requests left, as reported",
    look: LOOK.requestsLeft,
    format: (row) => left(row.requestsLeft),
    value: (row) => row.requestsLeft,
    end: "requests",
  },
  {
    key: "tokensLeft",
    label: "Tokens left, as reported",
    look: LOOK.tokensLeft,
    format: (row) => left(row.tokensLeft),
    value: (row) => row.tokensLeft,
    end: "tokens",
  },
] as const satisfies readonly LineText<TokensRow>[];

const SECONDS: SecondsText<TokensRow> = {
  tell: ({ bucket }) =>
    `tokens: busiest 1 s ${formatTokens(bucket?.tokensMax)} · quietest 1 s ${formatTokens(bucket?.tokensMin)}`,
  columns: [
    { key: "perMinute", label: "Busiest 1 s", format: (row) => formatTokens(row.bucket?.tokensMax) },
    { key: "perMinute", label: "Quietest 1 s", format: (row) => formatTokens(row.bucket?.tokensMin) },
  ],
};

/** C9: how near the account's limit? Tokens per minute, and below them what the provider says is left. */
export const TokensChart = memo(function TokensChart({ input }: { input: TimeChartInput }) {
  const shown = useHiddenSeries("chart-tokens");
  const data = useMemo(() => prepareTokens(input.rows), [input.rows]);
  const limits = useMemo(() => stepSegments(input.rows, (bucket) => bucket.tokenLimit), [input.rows]);
  const headroom = HEADROOM.filter(({ key }) => data.rows.some((row) => row[key] !== null));
  const perMinute: TimePlot = {
    title: "Tokens per minute",
    yTicks: data.yTicks,
    formatY: formatTokens,
    height: 144,
    hideTimes: headroom.length > 0,
    ends: [
      ...seriesEnds(data.rows, TOKENS),
      ...limitEnd("limit", LOOK.limit, limits, (value) => `limit ${formatTokens(value)}`),
    ],
    content: (
      <>
        {seriesLines(data.rows, TOKENS, shown.hidden)}
        <LimitLayer segments={limits} />
      </>
    ),
  };
  const reported: TimePlot = {
    title: "Left of the provider's limits, in per cent",
    yTicks: [0, 50, 100],
    formatY: String,
    height: 86,
    marks: [],
    ends: seriesEnds(data.rows, headroom),
    content: seriesLines(data.rows, headroom, shown.hidden),
  };
  return (
    <TimeFigure
      id="chart-tokens"
      title="Tokens per minute and provider headroom"
      unit={headroom.length > 0 ? "tokens/min; % left" : "tokens/min"}
      summary={sentence(data, input)}
      input={input}
      rows={data.rows}
      series={[...TOKENS, ...headroom]}
      seconds={SECONDS}
      hidden={shown}
      plots={headroom.length > 0 ? [perMinute, reported] : [perMinute]}
    />
  );
});

function sentence({ now, range }: TokensChartData, { ofRange, loading }: TimeChartInput): string {
  if (now === null) return noneYet(loading, "No tokens were used in this range.");
  const of = now.limit === null ? ", without a limit of ours" : ` of ${formatTokens(now.limit)}`;
  if (ofRange === null) {
    return `${formatTokens(now.perMinute)} tokens in the last minute${of}. ${reported(now, "reports")}`;
  }
  return `${formatTokens(range.total)} tokens in this range, ${formatTokens(range.perMinute)} a minute on average${of}. ${reported(range, "reported", "at least ")}`;
}

function reported(
  { requestsLeft, tokensLeft }: Pick<TokensRow, "requestsLeft" | "tokensLeft">,
  verb: string,
  atLeast = "",
): string {
  const told = [
    requestsLeft === null ? null : `${left(requestsLeft)} of the requests`,
    tokensLeft === null ? null : `${left(tokensLeft)} of the tokens`,
  ].filter((part) => part !== null);
  return told.length === 0
    ? `The provider ${verb} no headroom.`
    : `The provider ${verb} ${atLeast}${told.join(" and ")} left.`;
}
