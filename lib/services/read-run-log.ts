import type { z } from "zod";
import type { exportLogQuery, LogEntryResponse, listLogQuery } from "@/lib/contracts/run-log";
import type { LogEntry } from "@/lib/engine/ports/run-records";
import type { ServiceContext } from "./context";
import { findRun } from "./find-run";
import { isoTimeOf } from "./iso-time";
import { cursorOf, positionOf } from "./page-cursor";

/** The run's log, newest first. @throws DomainError not-found, invalid-input for a cursor that no page gave */
export async function readRunLog(
  context: ServiceContext,
  runId: string,
  query: z.output<typeof listLogQuery>,
): Promise<{ items: LogEntryResponse[]; nextCursor: string | null }> {
  await findRun(context, runId);
  const filter = logFilter(query);
  const place = { limit: query.limit, beforeSeq: positionOf(query.cursor) };
  const page = await context.stores.logs.page(runId, filter, place);
  return { items: page.items.map(logEntryView), nextCursor: cursorOf(page.nextSeq) };
}

/** The matching entries as a file, oldest first. @throws DomainError not-found */
export async function exportRunLog(
  context: ServiceContext,
  runId: string,
  query: z.output<typeof exportLogQuery>,
): Promise<{ fileName: string; contentType: string; chunks: AsyncIterable<string> }> {
  const run = await findRun(context, runId);
  const fileName = `${run.name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 80)}-${runId}-log.ndjson`;
  const chunks = ndjsonOf(context.stores.logs.chunks(runId, logFilter(query)));
  return { fileName, contentType: "application/x-ndjson; charset=utf-8", chunks };
}

async function* ndjsonOf(chunks: AsyncIterable<readonly LogEntry[]>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield chunk.map((entry) => `${JSON.stringify(logEntryView(entry))}\n`).join("");
}

function logFilter(query: z.output<typeof exportLogQuery>) {
  return { levels: query.level, kinds: query.kind, q: query.q, from: query.from, to: query.to };
}

export function logEntryView(entry: LogEntry): LogEntryResponse {
  const { seq, at, ...rest } = entry;
  return { id: String(seq), at: isoTimeOf(at), ...rest };
}
