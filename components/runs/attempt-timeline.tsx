import type { CaseDetailResponse } from "@/lib/contracts/run-cases";
import { formatDuration, formatFullTime, formatMoment } from "@/lib/format";
import { Swatch } from "../charts/chart-legend";
import { ChartPatterns } from "../charts/chart-patterns";
import { fillOf, type SeriesLook } from "../charts/series-look";
import { CodeBlock } from "../ui/code-block";
import { type AttemptBar, attemptBars, type SegmentKind } from "./attempt-segments";
import { outcomeWord } from "./outcome-word";

const SEGMENT: Record<SegmentKind, { label: string; look: SeriesLook }> = {
  queue: { label: "Queue", look: { color: "var(--idle)", kind: "outline" } },
  wait: { label: "Limiter wait", look: { color: "var(--wait)", kind: "area", pattern: "wait-lines" } },
  call: { label: "Call", look: { color: "var(--call)", kind: "area" } },
  backoff: { label: "Backoff", look: { color: "var(--backoff)", kind: "area", pattern: "backoff-dots" } },
};

/** Where the time of a case went: one bar per attempt, on one axis. */
export function AttemptTimeline({ attempts }: { attempts: CaseDetailResponse["attempts"] }) {
  const { bars, totalMs } = attemptBars(attempts);
  if (bars.length === 0) return <p className="text-muted text-sm">No attempt yet.</p>;
  return (
    <div>
      <ChartPatterns />
      <ul className="mb-2 flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs">
        {Object.entries(SEGMENT).map(([kind, { label, look }]) => (
          <li key={kind} className="flex items-center gap-1.5">
            <Swatch look={look} />
            {label}
          </li>
        ))}
        <li className="ml-auto tabular-nums">{formatDuration(totalMs)} in all</li>
      </ul>
      <ol className="flex flex-col gap-2">
        {bars.map((bar) => (
          <TimelineRow key={bar.attempt.n} bar={bar} />
        ))}
      </ol>
    </div>
  );
}

function TimelineRow({ bar }: { bar: AttemptBar }) {
  const { attempt, segments } = bar;
  const facts = [
    attempt.status === null ? null : `HTTP ${attempt.status}`,
    outcomeWord(attempt.outcome),
    attempt.detail,
    attempt.retryAfterMs === null ? null : `Retry-After ${formatDuration(attempt.retryAfterMs)}`,
    attempt.requestId === null ? null : `request ${attempt.requestId}`,
  ].filter((fact) => fact !== null && fact !== "");
  const text = segments.map((segment) => `${SEGMENT[segment.kind].label} ${formatDuration(segment.ms)}`).join(", ");
  const headers = Object.entries(attempt.headers);
  return (
    <li className="rounded-md border bg-panel p-2">
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3 text-xs">
        <span>
          <span className="font-medium">
            Attempt {attempt.n}
            {attempt.judge !== undefined && ` · ${attempt.judge}`}
          </span>
          <span className="text-muted"> · {facts.join(" · ")}</span>
        </span>
        <time
          dateTime={attempt.startedAt}
          title={formatFullTime(attempt.startedAt)}
          className="text-muted tabular-nums"
        >
          {formatMoment(attempt.startedAt, Date.now())}
        </time>
      </div>
      <svg role="img" aria-label={text} className="block h-4 w-full overflow-visible rounded-sm bg-sunken">
        {segments.map((segment) => {
          const { look, label } = SEGMENT[segment.kind];
          return (
            <rect
              key={segment.kind}
              x={`${segment.start * 100}%`}
              width={`${Math.max(segment.width * 100, 0.4)}%`}
              height="16"
              fill={fillOf(look)}
              stroke={look.color}
              strokeWidth={look.kind === "outline" ? 1 : 0}
            >
              <title>{`${label} ${formatDuration(segment.ms)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p className="mt-1 text-muted text-xs tabular-nums">{text}</p>
      {attempt.errorMessage !== null && <p className="mt-1 break-words text-xs">{attempt.errorMessage}</p>}
      {headers.length > 0 && (
        <details className="mt-1">
          <summary className="inline-block min-h-6 text-muted text-xs hover:text-fg">Headers</summary>
          <CodeBlock label="Headers" text={headers.map(([name, value]) => `${name}: ${value}`).join("\n")} />
        </details>
      )}
    </li>
  );
}
