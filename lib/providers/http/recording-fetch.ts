import { setMaxListeners } from "node:events";
import type { Clock } from "@/lib/core/clock";
import { BodyTooLargeError, readCappedBody } from "./read-capped-body";
import { safeResponseHeaders } from "./response-headers";

/** The part of `fetch` that the vendors' SDKs use. */
export type FetchFunction = typeof globalThis.fetch;

/** A response body beyond this is no answer of a chat API; the connection is cut. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** What happened on the wire, filled in as it happens. */
export interface ExchangeRecord {
  /** Epoch ms; null until the request is sent. */
  sentAt: number | null;
  latencyMs: number;
  /** null where no response head came. */
  status: number | null;
  headers: Record<string, string>;
  /** The whole body; null where it did not come whole. */
  body: Uint8Array<ArrayBuffer> | null;
  /** Why there is no whole body. */
  broken: "cancelled" | "timeout" | "too-large" | "network" | null;
  /** What the network layer threw, where `broken` is `network`. */
  networkError: unknown;
  /** The SDK wanted to send a second request, which was refused: one call is one request. */
  wantedSecond: boolean;
}

/** Thrown to leave the SDK early; all there is to know stands in the record. */
export class ExchangeEndedError extends Error {
  override readonly name = "ExchangeEndedError";
}

export interface RecordingFetchOptions {
  readonly send: FetchFunction;
  readonly clock: Clock;
  /** Aborting it ends the request at the socket. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly apiKey: string | null;
  /** See ModelCall.onSent. */
  readonly onSent?: (() => void) | undefined;
}

/**
 * A `fetch` for exactly one request, with the record it fills in. It reads the whole body itself (so that latency is to
 * the last byte and the cap holds) and hands only 2xx answers on to the SDK; everything else ends in ExchangeEndedError.
 */
export function recordingFetch(options: RecordingFetchOptions): { fetch: FetchFunction; record: ExchangeRecord } {
  const record: ExchangeRecord = {
    sentAt: null,
    latencyMs: 0,
    status: null,
    headers: {},
    body: null,
    broken: null,
    networkError: null,
    wantedSecond: false,
  };
  const fetch: FetchFunction = async (input, init) => {
    if (record.sentAt !== null) {
      record.wantedSecond = true;
      throw new ExchangeEndedError("one call is one request");
    }
    const contentType = await exchange(record, options, input, init);
    return new Response(record.body, { status: record.status ?? 200, headers: { "content-type": contentType } });
  };
  return { fetch, record };
}

/** Sends and reads; returns the content type of a 2xx answer. */
async function exchange(
  record: ExchangeRecord,
  options: RecordingFetchOptions,
  input: Parameters<FetchFunction>[0],
  init: Parameters<FetchFunction>[1],
): Promise<string> {
  const { clock, signal } = options;
  const controller = new AbortController();
  const end = (reason: "cancelled" | "timeout") => {
    record.broken ??= reason;
    controller.abort();
  };
  const onCancel = () => end("cancelled");
  const timer = setTimeout(end, options.timeoutMs, "timeout");
  // All calls of a run may share one signal; Node would take more than ten of them for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener("abort", onCancel, { once: true });
  record.sentAt = clock.now();
  const start = clock.monotonicMs();
  options.onSent?.();
  try {
    // A redirect is not followed: it would be a second request, and would turn the POST into a GET.
    const response = await options.send(input, { ...init, signal: controller.signal, redirect: "manual" });
    record.status = response.status;
    record.headers = safeResponseHeaders(response.headers, options.apiKey);
    record.body = await readCappedBody(response, MAX_BODY_BYTES);
  } catch (error) {
    record.broken ??= error instanceof BodyTooLargeError ? "too-large" : "network";
    record.networkError = error;
    controller.abort();
    throw new ExchangeEndedError("no whole response", { cause: error });
  } finally {
    record.latencyMs = clock.monotonicMs() - start;
    clearTimeout(timer);
    signal.removeEventListener("abort", onCancel);
  }
  if (record.status < 200 || record.status > 299) throw new ExchangeEndedError(`status ${record.status}`);
  return record.headers["content-type"] ?? "application/json";
}
