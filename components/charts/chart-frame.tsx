"use client";

import { Table2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { formatClock } from "@/lib/format";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button";
import { useChartGroup } from "./chart-group";
import { ChartLegend, type LegendEntry } from "./chart-legend";
import { ChartTable, type ChartTableData } from "./chart-table";
import { useSlowValue } from "./use-slow-value";

export interface ChartFrameProps {
  /** Names the chart among those of the page. */
  readonly id: string;
  readonly title: string;
  /** What is on the vertical axis, "attempts/s". */
  readonly unit?: string;
  /** One sentence that tells what the chart shows now. While live it changes at most every 10 s. */
  readonly summary: string;
  /** The sentence repeats figures that stand beside it, so it changes with them. */
  readonly keepsUp?: boolean;
  /** A figure in few words, beside the title; it changes together with the sentence. */
  readonly remark?: string | null;
  readonly legend?: readonly LegendEntry[];
  readonly hidden?: ReadonlySet<string>;
  readonly onToggle?: (key: string) => void;
  /** The figures as text; made only when the table is opened. */
  readonly table: () => ChartTableData;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** So long a sentence stays, while figures come in. */
const SENTENCE_STAYS_MS = 10_000;

/** Title, legend, picture, sentence and table of a chart. */
export function ChartFrame(props: ChartFrameProps) {
  const { id, title, unit, summary, legend, hidden, onToggle, table, actions, className, children } = props;
  const { keepsUp = false, remark = null } = props;
  const { live, enter, leave } = useChartGroup();
  const [snapshot, setSnapshot] = useState<{ data: ChartTableData; takenAt: string } | null>(null);
  const now = useMemo(() => ({ summary, remark }), [summary, remark]);
  const slow = useSlowValue(now, live ? SENTENCE_STAYS_MS : 0);
  const said = keepsUp ? now : slow;
  const take = () => setSnapshot({ data: table(), takenAt: formatClock(Date.now()) });
  const tableButton = useRef<HTMLButtonElement>(null);
  const toggleTable = () => {
    // The plot goes away without losing the focus in the eyes of React.
    leave(id);
    if (snapshot === null) take();
    else setSnapshot(null);
    // The focus may have been in the part that is replaced; the button stays.
    tableButton.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "t" && key !== "l") return;
    event.stopPropagation();
    if (key === "t") toggleTable();
    else event.currentTarget.querySelector<HTMLButtonElement>("[data-legend] button")?.focus();
  };
  return (
    <figure
      aria-labelledby={`${id}-title`}
      onKeyDown={onKeyDown}
      className={cn("m-0 flex min-w-0 flex-col rounded-lg border bg-panel p-3", className)}
    >
      <figcaption className="flex min-h-7 items-start justify-between gap-2">
        <h2 id={`${id}-title`} className="flex min-h-7 items-center gap-1.5 font-semibold text-sm">
          {title}
          {unit !== undefined && <span className="font-normal text-muted text-tick">{unit}</span>}
        </h2>
        <div className="flex items-center gap-1">
          {said.remark !== null && (
            <span className="whitespace-nowrap text-muted text-xs tabular-nums">{said.remark}</span>
          )}
          {actions}
          <IconButton
            ref={tableButton}
            label="View as table"
            shortcut="T"
            aria-pressed={snapshot !== null}
            onClick={toggleTable}
          >
            <Table2 aria-hidden />
          </IconButton>
        </div>
      </figcaption>
      {snapshot === null && legend !== undefined && hidden !== undefined && onToggle !== undefined && (
        <ChartLegend entries={legend} hidden={hidden} onToggle={onToggle} />
      )}
      {snapshot === null ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: only notes where the reader is; the chart inside takes keys
        <div
          onPointerEnter={(event) => event.pointerType === "mouse" && enter(id)}
          onPointerLeave={() => leave(id)}
          onFocus={(event) => event.target.matches(":focus-visible") && enter(id)}
          onBlur={() => leave(id)}
          className="mt-1 min-h-0 min-w-0 flex-1"
        >
          {children}
        </div>
      ) : (
        <ChartTable caption={title} data={snapshot.data} takenAt={snapshot.takenAt} onRefresh={take} />
      )}
      <p className="mt-1 min-h-4 text-muted text-xs tabular-nums">{said.summary}</p>
    </figure>
  );
}
