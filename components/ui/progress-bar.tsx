import { cn } from "./cn";

export interface ProgressSegment {
  label: string;
  value: number;
  tone: "call" | "error" | "idle" | "backoff" | "wait" | "throttle" | "call-light";
}

const TONE: Record<ProgressSegment["tone"], string> = {
  call: "bg-call",
  "call-light": "bg-call/40",
  error: "bg-error cut-stripes",
  idle: "bg-idle cut-dots",
  backoff: "bg-backoff cut-dots",
  wait: "bg-wait cut-lines",
  throttle: "bg-throttle cut-back-stripes",
};

/** A bar of segments over a total. What colours and patterns mean is told in its accessible text and beside it. */
export function ProgressBar({
  segments,
  total,
  label,
  className,
}: {
  segments: readonly ProgressSegment[];
  total: number;
  label: string;
  className?: string;
}) {
  const shown = segments.filter((segment) => segment.value > 0);
  const text = shown.map((segment) => `${segment.value} ${segment.label}`).join(", ");
  const done = shown.reduce((sum, segment) => sum + segment.value, 0);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(total, 1)}
      aria-valuenow={Math.min(done, total)}
      aria-valuetext={`${text === "" ? "nothing yet" : text}, of ${total}`}
      title={text}
      className={cn("flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-sunken forced-colors:border", className)}
    >
      {shown.map((segment) => (
        <div
          key={segment.label}
          className={cn("h-full min-w-[2px] forced-color-adjust-none", TONE[segment.tone])}
          style={{ width: `${(100 * segment.value) / Math.max(total, 1)}%` }}
        />
      ))}
    </div>
  );
}
