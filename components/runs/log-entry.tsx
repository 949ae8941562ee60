import {
  Ban,
  Bot,
  CircleAlert,
  Gauge,
  Hourglass,
  type LucideIcon,
  NotebookPen,
  RotateCw,
  Snowflake,
  SquarePlay,
} from "lucide-react";
import type { LogEntryResponse } from "@/lib/contracts/run-log";
import { cn } from "../ui/cn";

const KIND: Record<LogEntryResponse["kind"], { word: string; icon: LucideIcon }> = {
  state: { word: "state", icon: SquarePlay },
  limit: { word: "limit", icon: Gauge },
  cooldown: { word: "cooldown", icon: Snowflake },
  "rate-limited": { word: "429", icon: Hourglass },
  error: { word: "error", icon: CircleAlert },
  retry: { word: "retry", icon: RotateCw },
  "gave-up": { word: "gave up", icon: Ban },
  auto: { word: "auto", icon: Bot },
  note: { word: "note", icon: NotebookPen },
};

export function logKindWord(kind: LogEntryResponse["kind"]): string {
  return KIND[kind].word;
}

const LEVEL_LOOK: Record<Exclude<LogEntryResponse["level"], "info">, string> = {
  warn: "tint-throttle",
  error: "tint-error",
};

/** That an entry is more than information: the word on a tint. */
export function LogLevel({ level }: Pick<LogEntryResponse, "level">) {
  if (level === "info") return null;
  return <span className={cn("mr-1.5 rounded-sm px-1 font-medium text-tick", LEVEL_LOOK[level])}>{level}</span>;
}

/** Kind of a log entry: icon and word. */
export function LogKind({ entry }: { entry: LogEntryResponse }) {
  const { icon: Icon, word } = KIND[entry.kind];
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap align-bottom text-xs">
      <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
      {word}
      {entry.count > 1 && <span className="text-muted tabular-nums">×{entry.count}</span>}
    </span>
  );
}
