"use client";

import { memo } from "react";
import type { CaseResponse } from "@/lib/contracts/run-cases";
import { formatDuration, formatFullTime, formatMoment, formatTokens } from "@/lib/format";
import { cn } from "../ui/cn";
import { Td, Tr } from "../ui/table";
import { AttemptDots } from "./attempt-dots";
import { CaseName } from "./case-name";
import { CaseResultBadge } from "./case-result-badge";
import { CaseTick } from "./case-tick";
import { costText } from "./cost-text";

/** One case; a press anywhere opens it. */
export const CaseRow = memo(function CaseRow({
  row,
  repeats,
  index,
  heightPx,
  open,
  onOpen,
  onFocusRow,
  ticked,
  onTick,
}: {
  row: CaseResponse;
  /** How often the run asks each case. */
  repeats: number;
  /** Its place in the list. */
  index: number;
  heightPx: number;
  open: boolean;
  onOpen: (caseId: string) => void;
  onFocusRow: (index: number) => void;
  /** Null where no case can be ticked, as is `onTick`. */
  ticked: boolean | null;
  onTick: ((caseId: string) => void) | null;
}) {
  return (
    <Tr
      aria-rowindex={index + 2}
      data-row={index}
      style={{ height: heightPx }}
      className={cn("cursor-pointer focus-within:bg-panel", open && "bg-panel")}
      onClick={() => onOpen(row.caseId)}
      onFocus={() => onFocusRow(index)}
    >
      {ticked !== null && onTick !== null && <CaseTick row={row} ticked={ticked} onTick={onTick} />}
      <Td className="h-auto truncate">
        <button
          type="button"
          data-row-button=""
          className="max-w-full truncate rounded-sm font-mono text-accent text-xs hover:underline"
          onClick={(event) => {
            event.stopPropagation();
            onOpen(row.caseId);
          }}
        >
          <CaseName item={row} repeats={repeats} />
        </button>
      </Td>
      <Td className="h-auto truncate">
        <CaseResultBadge item={row} />
      </Td>
      <Td className="h-auto">
        <AttemptDots item={row} />
      </Td>
      <TextCell row={row} lines={heightPx >= 40 ? 2 : 1} />
      <Figures row={row} />
    </Tr>
  );
});

/** The beginning of the output, or why there is none. */
function TextCell({ row, lines }: { row: CaseResponse; lines: 1 | 2 }) {
  const text = (row.error === null ? row.output : row.error.message)?.slice(0, 400) ?? null;
  return (
    <Td className={cn("h-auto py-0", row.error !== null && "text-muted")} title={text ?? undefined}>
      {text === null ? (
        <span className="text-muted">–</span>
      ) : (
        <div dir="auto" className={lines === 1 ? "truncate" : "line-clamp-2 whitespace-normal break-words leading-4"}>
          {text}
        </div>
      )}
    </Td>
  );
}

function Figures({ row }: { row: CaseResponse }) {
  const tokens = (row.tokens.input ?? 0) + (row.tokens.output ?? 0);
  const time = (ms: number) => (row.attemptCount === 0 ? "–" : formatDuration(ms));
  return (
    <>
      <Td numeric className="h-auto">
        {time(row.limiterWaitMs)}
      </Td>
      <Td numeric className="h-auto">
        {time(row.backoffMs)}
      </Td>
      <Td numeric className="h-auto">
        {time(row.providerLatencyMs)}
      </Td>
      <Td numeric className="h-auto">
        {tokens === 0 ? "–" : formatTokens(tokens)}
      </Td>
      <Td numeric className={cn("h-auto", row.costUsd === null && "text-muted")}>
        {costText(row.costUsd, row.costUnknownCalls)}
      </Td>
      <Td
        numeric
        className="h-auto text-muted"
        title={row.finishedAt === null ? undefined : formatFullTime(row.finishedAt)}
      >
        {row.finishedAt === null ? "–" : formatMoment(row.finishedAt, Date.now())}
      </Td>
    </>
  );
}
