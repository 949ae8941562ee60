"use client";

import type { ReactNode } from "react";
import { ChartFrame } from "./chart-frame";
import type { SecondsText, SeriesText } from "./chart-tooltip";
import { type LineEnd, namedEnds } from "./prepare-ends";
import type { RangeTimes } from "./range-means";
import { TimeChart } from "./time-chart";
import type { TimeBand, TimeMark } from "./time-marks";
import type { TimeRow, TimeWindow } from "./time-rows";
import { timeTable } from "./time-table";
import type { HiddenSeries } from "./use-hidden-series";

/** What every chart over time is given: the same span, bands and marks for all of a page. */
export interface TimeChartInput {
  readonly rows: readonly TimeRow[];
  readonly window: TimeWindow;
  readonly bands: readonly TimeBand[];
  readonly marks: readonly TimeMark[];
  readonly bucketMs: number;
  /** Sentences tell of the whole range, whose times these are. Null: it follows a live run, and they tell of now. */
  readonly ofRange: RangeTimes | null;
  /** Nothing has been read yet: the axes stand, the sentence says so. */
  readonly loading: boolean;
}

/** One plot of a figure. */
export interface TimePlot {
  /** Names it for screen readers; absent: as its figure. */
  readonly title?: string;
  readonly yTicks: readonly number[];
  readonly formatY: (value: number) => string;
  readonly scale?: "linear" | "log";
  readonly height: number;
  /** Grows with its frame; `height` is then the least. */
  readonly fill?: boolean;
  /** The words of marks stand over the first chart of a page only. */
  readonly labelMarks?: boolean;
  /** Cooldowns bear their end in words: over the chart of what the provider refused. */
  readonly labelBands?: boolean;
  readonly marks?: readonly TimeMark[];
  readonly hideTimes?: boolean;
  /** Lines, and what is written at their right ends. */
  readonly ends?: readonly LineEnd[];
  readonly content: ReactNode;
}

interface TimeFigureProps<Row extends TimeRow> {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly summary: string;
  readonly input: TimeChartInput;
  readonly rows: readonly Row[];
  /** What tooltip and table tell. */
  readonly series: readonly SeriesText<Row>[];
  /** What can be switched off; absent: every series. */
  readonly legend?: readonly SeriesText<Row>[];
  readonly hidden: HiddenSeries;
  /** What single seconds tell, where buckets are longer. */
  readonly seconds?: SecondsText<Row>;
  /** From the top down; their times stand under each other. */
  readonly plots: readonly TimePlot[];
  readonly above?: ReactNode;
  /** A figure in few words, beside the title. */
  readonly remark?: string | null;
}

const SECOND_MS = 1000;

/** A chart over time with its frame: title, legend, sentence and table around one plot or several on the same times. */
export function TimeFigure<Row extends TimeRow>(props: TimeFigureProps<Row>) {
  const { id, title, unit, summary, input, rows, series, legend = series, hidden, plots } = props;
  // What is switched off is told nowhere.
  const isOn = ({ key }: { key: string }) => !hidden.hidden.has(key);
  const told = series.filter(isOn);
  const seconds = input.bucketMs > SECOND_MS ? props.seconds : undefined;
  return (
    <ChartFrame
      id={id}
      title={title}
      unit={unit}
      summary={summary}
      legend={legend}
      hidden={hidden.hidden}
      onToggle={hidden.toggle}
      // Both stay for a while: a figure that came first would keep "Loading…" beside it.
      remark={input.loading ? null : (props.remark ?? null)}
      table={() => timeTable(rows, [...told, ...(seconds?.columns.filter(isOn) ?? [])], input.window.originMs)}
    >
      {props.above}
      {plots.map(({ content, title: plotTitle = title, marks = input.marks, ends, ...plot }) => (
        <TimeChart
          key={plotTitle}
          id={id}
          title={plotTitle}
          rows={rows}
          window={input.window}
          series={told}
          bands={input.bands}
          marks={marks}
          ends={ends === undefined ? [] : namedEnds(ends, hidden.hidden)}
          ofSeconds={seconds && ((row: Row) => seconds.tell(row, hidden.hidden))}
          {...plot}
        >
          {content}
        </TimeChart>
      ))}
    </ChartFrame>
  );
}

/** What a chart says while it has nothing to show. */
export function noneYet(loading: boolean, text: string): string {
  return loading ? "Loading…" : text;
}
