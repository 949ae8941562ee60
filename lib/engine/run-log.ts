import type { Clock } from "@/lib/core/clock";
import { durationWords } from "@/lib/core/words/duration-words";
import type { LogEntry, LogKind } from "./ports/run-records";

/** Alike entries within this span are folded into one. */
const FOLD_MS = 5000;

export interface LogLine {
  readonly kind: LogKind;
  readonly level: LogEntry["level"];
  readonly text: string;
  readonly caseId?: string | null;
  readonly actor?: string | null;
  /** Lines with the same key fold. Absent: never folded. */
  readonly foldKey?: string;
  /** The wait that the line tells of; of folded lines the longest is told. */
  readonly waitMs?: number;
}

interface Fold {
  readonly untilMs: number;
  newest: LogLine;
  count: number;
  longestWaitMs: number;
}

/**
 * The run's log. The first line of its kind is written at once; those alike that follow within five seconds become one
 * entry with their number, their longest wait and the newest of them, so that ten thousand 429s a minute are a dozen rows.
 * A single one that follows stands for itself.
 */
export class RunLog {
  readonly #clock: Clock;
  readonly #emit: (entry: LogEntry) => void;
  readonly #folds = new Map<string, Fold>();
  #seq: number;

  constructor(lastSeq: number, clock: Clock, emit: (entry: LogEntry) => void) {
    this.#seq = lastSeq;
    this.#clock = clock;
    this.#emit = emit;
  }

  add(line: LogLine): void {
    const now = this.#clock.now();
    this.closeFolds(now);
    if (line.foldKey === undefined) {
      this.#write(line, line.text, 1, now);
      return;
    }
    const open = this.#folds.get(line.foldKey);
    if (open === undefined) {
      this.#folds.set(line.foldKey, { untilMs: now + FOLD_MS, newest: line, count: 0, longestWaitMs: 0 });
      this.#write(line, line.text, 1, now);
      return;
    }
    open.count += 1;
    open.newest = line;
    open.longestWaitMs = Math.max(open.longestWaitMs, line.waitMs ?? 0);
  }

  /** Writes what was folded and whose time is over (all of it, with Infinity). */
  closeFolds(now: number): void {
    for (const [key, fold] of this.#folds) {
      if (fold.untilMs > now) continue;
      this.#folds.delete(key);
      if (fold.count === 0) continue;
      // Closed before its time where the run comes to rest: no entry is of the future.
      const at = Math.min(this.#clock.now(), fold.untilMs);
      if (fold.count === 1) this.#write(fold.newest, fold.newest.text, 1, at);
      else this.#write({ ...fold.newest, caseId: null }, foldedText(fold), fold.count, at);
    }
  }

  #write(line: LogLine, text: string, count: number, at: number): void {
    this.#seq += 1;
    this.#emit({
      seq: this.#seq,
      at,
      kind: line.kind,
      level: line.level,
      text,
      caseId: line.caseId ?? null,
      actor: line.actor ?? null,
      count,
    });
  }
}

/** Stands behind the kind and the number of the entry: "429 ×14". */
function foldedText({ longestWaitMs, newest }: Fold): string {
  const longest = longestWaitMs > 0 ? ` · longest wait ${durationWords(longestWaitMs)}` : "";
  return `in 5 s${longest} · latest: ${newest.text}`;
}
