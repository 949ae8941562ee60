import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SimulatedProvider } from "./simulated-provider";

/** Prompts beyond this are refused with 413. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

/**
 * Serves a simulated provider over HTTP: every POST is a model call, besides `GET /stats` and `POST /reset`.
 * The caller chooses where it listens. `onFault` hears of faults of the simulator itself; the client sees a cut connection.
 */
export function createSimulatorServer(provider: SimulatedProvider, onFault: (error: unknown) => void): Server {
  const server = createServer((request, response) => {
    handle(provider, request, response).catch((error: unknown) => {
      onFault(error);
      response.destroy();
    });
  });
  // Longer than any client keeps an idle connection, so that no request meets one that is just being closed.
  server.keepAliveTimeout = 120_000;
  return server;
}

async function handle(provider: SimulatedProvider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  if (request.method === "GET" && path === "/stats") return sendJson(response, 200, provider.stats());
  if (request.method === "POST" && path === "/reset") {
    provider.reset();
    return sendJson(response, 200, provider.stats());
  }
  if (request.method !== "POST") {
    return sendJson(response, 404, { error: { message: "POST a chat request, GET /stats, or POST /reset" } });
  }
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const body = await readBody(request);
  if (body === null) return sendJson(response, 413, { error: { message: `more than ${MAX_REQUEST_BYTES} bytes` } });
  if (gone.signal.aborted) return;
  const reply = await provider.serve({ path, body, signal: gone.signal });
  if (reply.kind === "response") {
    response.writeHead(reply.status, { ...reply.headers });
    response.end(reply.body);
  } else if (reply.kind === "reset") {
    response.socket?.resetAndDestroy();
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size > MAX_REQUEST_BYTES) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    // The client left while sending; there is nobody to answer.
    if (request.destroyed) return "";
    throw error;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(value));
}
