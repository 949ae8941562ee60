import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { RunEvent } from "@/lib/contracts/events";
import { checkOrigin, readError } from "./api-client";

export interface StreamHandlers {
  onOpen(): void;
  /** Any bytes: the link is alive. */
  onAlive(): void;
  onEvent(event: RunEvent, id: string): void;
}

/**
 * Reads a run's events until the server closes the stream or `signal` aborts.
 * @throws {ApiError} where the server refuses, or something answers in its place; TypeError where the link breaks
 */
export async function readRunEvents(
  runId: string,
  lastEventId: string | null,
  signal: AbortSignal,
  handlers: StreamHandlers,
): Promise<void> {
  const response = await fetch(`/api/v1/runs/${encodeURIComponent(runId)}/events`, {
    headers: { accept: "text/event-stream", ...(lastEventId === null ? {} : { "last-event-id": lastEventId }) },
    cache: "no-store",
    signal,
  });
  if (!response.ok || response.body === null) throw await readError(response);
  checkOrigin(response);
  handlers.onOpen();
  const parser = createParser({
    onEvent: (message) => {
      const event = readMessage(message);
      if (event !== null) handlers.onEvent(event, message.id ?? "");
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    handlers.onAlive();
    parser.feed(part.value);
  }
}

const KNOWN: Readonly<Record<RunEvent["type"], true>> = {
  snapshot: true,
  reset: true,
  tick: true,
  state: true,
  limit: true,
  cooldown: true,
  log: true,
};

/** Our server made it by its contract (see `checkOrigin`), so its type tells the rest of its shape. */
function isKnownEvent(event: unknown): event is RunEvent {
  return typeof event === "object" && event !== null && "type" in event && String(event.type) in KNOWN;
}

/** An event of a kind that this page does not know (a newer server) is passed over. */
function readMessage(message: EventSourceMessage): RunEvent | null {
  try {
    const event: unknown = JSON.parse(message.data);
    return isKnownEvent(event) ? event : null;
  } catch {
    // Not JSON: cut off by a broken link. The replay after reconnecting brings it whole.
    return null;
  }
}

/**
 * Remembers the last thousand ids; says true for an event the first time. A snapshot and a reset always count:
 * they bear the id of the event that they stand behind.
 */
export function makeDuplicateFilter(): (event: RunEvent, id: string) => boolean {
  const seen = new Set<string>();
  return (event, id) => {
    if (id === "" || event.type === "snapshot" || event.type === "reset") return true;
    if (seen.has(id)) return false;
    seen.add(id);
    if (seen.size > 1000) {
      const [oldest] = seen;
      if (oldest !== undefined) seen.delete(oldest);
    }
    return true;
  };
}
