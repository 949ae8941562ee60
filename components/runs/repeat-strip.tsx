import type { CaseRepeat } from "@/lib/contracts/run-cases";
import { formatExact } from "@/lib/format";
import { cn } from "../ui/cn";
import { RepeatMark, repeatWord } from "./repeat-mark";

const STEP = 12;

/** "2 of 3 passed": of the repeats that are scored. */
export function passedText(repeats: readonly CaseRepeat[]): string {
  const scored = repeats.filter(({ result }) => result === "passed" || result === "failed");
  if (scored.length === 0) return "none scored";
  const passed = scored.filter(({ result }) => result === "passed").length;
  return `${formatExact(passed)} of ${formatExact(scored.length)} passed`;
}

/** The repeats of a case in one cell, a mark for each in their order, with the share that passed in words. */
export function RepeatDots({ repeats }: { repeats: readonly CaseRepeat[] }) {
  const label = repeats.map(repeatWord).join(", ");
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap tabular-nums">
      <svg role="img" aria-label={label} width={repeats.length * STEP} height={STEP} className="shrink-0">
        <title>{label}</title>
        {repeats.map((repeat, at) => (
          <RepeatMark key={repeat.caseId} repeat={repeat} x={at * STEP + STEP / 2} y={STEP / 2} />
        ))}
      </svg>
      <span className="text-xs">{passedText(repeats)}</span>
    </span>
  );
}

/** The repeats of a case, each a link to it; the one at hand is marked. */
export function RepeatStrip({
  runId,
  repeats,
  current,
  onOpen,
}: {
  runId: string;
  repeats: readonly CaseRepeat[];
  /** The run's id of the repeat at hand. */
  current: string;
  /** Opens a repeat in place; a press with a modifier follows the link. */
  onOpen: (caseId: string) => void;
}) {
  return (
    <nav aria-label="Repeats of this case" className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <ol className="flex flex-wrap gap-1">
        {repeats.map((repeat) => (
          <li key={repeat.caseId}>
            <a
              href={`/runs/${encodeURIComponent(runId)}?tab=cases&case=${encodeURIComponent(repeat.caseId)}`}
              aria-current={repeat.caseId === current ? "true" : undefined}
              title={`Repeat ${repeat.repeat}: ${repeatWord(repeat)}`}
              className={cn(
                "flex h-7 min-w-9 items-center justify-center gap-1 rounded-md border px-1 text-xs tabular-nums hover:bg-panel",
                repeat.caseId === current && "border-fg bg-sunken font-medium",
              )}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
                event.preventDefault();
                onOpen(repeat.caseId);
              }}
            >
              <span aria-hidden>{repeat.repeat}</span>
              <span className="sr-only">
                Repeat {repeat.repeat} of {repeats.length}: {repeatWord(repeat)}
              </span>
              <svg aria-hidden="true" width={STEP} height={STEP}>
                <RepeatMark repeat={repeat} x={STEP / 2} y={STEP / 2} />
              </svg>
            </a>
          </li>
        ))}
      </ol>
      <span className="text-muted text-xs tabular-nums">{passedText(repeats)}</span>
    </nav>
  );
}
