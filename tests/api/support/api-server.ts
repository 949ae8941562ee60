import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, vi } from "vitest";
import type { z } from "zod";
import { BUILD_HEADER, BUILD_ID } from "@/lib/contracts/build";
import { errorResponse } from "@/lib/contracts/common";
import { type RunResponse, runResponse } from "@/lib/contracts/runs";
import { isTerminal } from "@/lib/core/runs/run-state";

// Runs in real time; a busy machine takes its share.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const dataDir = mkdtempSync(path.join(tmpdir(), "evalpace-api-"));
process.env.DATA_DIR = dataDir;
process.env.DATABASE_URL = `file:${path.join(dataDir, "test.db")}`;
process.env.LOG_LEVEL = "silent";

// Only now: the settings are read when these are loaded.
const { migrate } = await import("@/scripts/migrate.mjs");
await migrate({ url: process.env.DATABASE_URL, dir: path.resolve("prisma/sqlite/migrations") });
const { getContainer } = await import("@/lib/server/container");

/** The parts of a server process, over a fresh SQLite file. The engine runs. */
export const container = await getContainer();
await container.start();

afterAll(async () => {
  await container.stop(0);
  rmSync(dataDir, { recursive: true, force: true });
});

export type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;

export interface CallOptions {
  readonly method?: string;
  /** With its query, where the route reads one. */
  readonly path?: string;
  readonly params?: Record<string, string>;
  /** Sent as JSON; a string or a form as it is. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/** Requests with a signal: Node links it to theirs weakly, and one that is collected would never hear of an abort. */
const kept: Request[] = [];

/** Calls an exported route handler as the framework would. */
export function send(handler: Handler, options: CallOptions = {}): Promise<Response> {
  const { body, params = {}, signal } = options;
  const raw = typeof body === "string" || body instanceof FormData || body === undefined;
  const request = new Request(`http://localhost:3000${options.path ?? "/"}`, {
    method: options.method ?? (body === undefined ? "GET" : "POST"),
    headers: { host: "localhost:3000", ...(raw ? {} : { "content-type": "application/json" }), ...options.headers },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (signal !== undefined) kept.push(request);
  return handler(request, { params: Promise.resolve(params) });
}

/** Calls a handler that has to succeed, and gives its answer as the contract says. */
export async function ok<S extends z.ZodType>(
  handler: Handler,
  schema: S,
  options: CallOptions = {},
): Promise<z.output<S>> {
  const response = await send(handler, options);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  const sent: unknown = JSON.parse(text);
  const parsed = schema.parse(sent);
  // Pages take it as it was sent, without parsing: that has to give the same.
  if (!isDeepStrictEqual(parsed, sent)) throw new Error(`parsing changes what was sent: ${text.slice(0, 2000)}`);
  if (response.headers.get(BUILD_HEADER) !== BUILD_ID) throw new Error("the answer does not name its build");
  return parsed;
}

/** Calls a handler that has to refuse, and gives the status with the error. */
export async function refused(handler: Handler, options: CallOptions = {}) {
  const response = await send(handler, options);
  const { error } = errorResponse.parse(await response.json());
  return { status: response.status, ...error };
}

/** Resolves when the run satisfies `test`, looked at after each of its events. */
export async function runWhere(runId: string, test: (run: RunResponse) => boolean): Promise<RunResponse> {
  const { GET } = await import("@/app/api/v1/runs/[runId]/route");
  return new Promise((resolve, reject) => {
    const look = () => {
      ok(GET, runResponse, { params: { runId } }).then((run) => {
        if (!test(run)) return;
        subscription.unsubscribe();
        resolve(run);
      }, reject);
    };
    const subscription = container.context.bus.subscribe(runId, null, look);
    look();
  });
}

export function runEnded(runId: string): Promise<RunResponse> {
  return runWhere(runId, (run) => isTerminal(run.state));
}
