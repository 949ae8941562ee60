"use client";

import type { ActivityResponse } from "@/lib/contracts/activity";
import { formatFullTime, formatRelative } from "@/lib/format";
import { cn } from "../ui/cn";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { useNow } from "../ui/use-now";
import { useRowKeys } from "../ui/use-row-keys";
import { ObjectLink } from "./object-link";

const COLUMNS = ["88px", "88px", "120px", "200px", "260px", "160px", "40px"];

const OBJECT_WORD: Readonly<Record<ActivityResponse["object"]["kind"], string>> = {
  run: "run",
  pool: "limits of",
  provider: "provider",
  preset: "preset",
  dataset: "dataset",
  prices: "prices",
  settings: "settings",
};

const SOURCE_WORD: Readonly<Record<NonNullable<ActivityResponse["source"]>, string>> = {
  ui: "page",
  api: "API",
  auto: "by itself",
  launch: "launch",
};

export function ActivityTable({ entries }: { entries: readonly ActivityResponse[] | undefined }) {
  const rows = useRowKeys<HTMLTableSectionElement>();
  return (
    <Table label="Activity" className="max-md:block md:min-w-[880px]" aria-busy={entries === undefined}>
      <TableHead className="max-md:sr-only">
        <Th>When</Th>
        <Th>Who</Th>
        <Th>Did</Th>
        <Th>What</Th>
        <Th>Old → new</Th>
        <Th>Reason</Th>
        <Th>From</Th>
      </TableHead>
      {entries === undefined ? (
        <SkeletonRows rows={8} columns={COLUMNS} />
      ) : (
        <tbody ref={rows} className="max-md:block">
          {entries.map((entry) => (
            <ActivityRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      )}
    </Table>
  );
}

function ActivityRow({ entry }: { entry: ActivityResponse }) {
  const now = useNow();
  const { at, actor, action, change, reason, source } = entry;
  return (
    <Tr className="max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-2 max-md:px-3 max-md:py-2">
      <Td className={cn(STACKED, "text-muted tabular-nums max-md:order-last max-md:text-xs")}>
        <time dateTime={at} title={now === null ? undefined : formatFullTime(at)}>
          {now === null ? "" : formatRelative(at, now)}
        </time>
      </Td>
      <Td className={cn(STACKED, "max-w-40 truncate")} title={actor}>
        {actor}
      </Td>
      <Td className={STACKED}>
        {action} <span className="text-muted">{objectWord(entry)}</span>
      </Td>
      <Td className={cn(STACKED, "w-[22%] max-w-0")}>
        <ObjectLink entry={entry} />
      </Td>
      <Td className={cn(STACKED, "w-[26%] whitespace-normal break-words tabular-nums", withoutDash(change))}>
        {change ?? <span className="text-muted">–</span>}
      </Td>
      <Td className={cn(STACKED, "w-[26%] whitespace-normal break-words max-md:w-full", withoutDash(reason))}>
        {reason ?? <span className="text-muted">–</span>}
      </Td>
      <Td className={cn(STACKED, "text-muted max-md:order-last max-md:text-xs", withoutDash(source))}>
        {source === null ? "–" : SOURCE_WORD[source]}
      </Td>
    </Tr>
  );
}

/** On a narrow screen a row is a paragraph, so that nothing of it lies beside the screen. */
const STACKED = "max-md:h-auto max-md:w-auto max-md:max-w-full max-md:whitespace-normal max-md:p-0";

function withoutDash(text: string | null): string {
  return text === null ? "max-md:hidden" : "";
}

function objectWord({ action, kind, object }: ActivityResponse): string {
  if (object.kind === "pool" && action === "ended the cooldown") return "of";
  return kind === "limits" && object.kind === "run" ? "limits of" : OBJECT_WORD[object.kind];
}
