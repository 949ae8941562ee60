import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { ModelCallResult } from "@/lib/providers/provider";
import { type LocalServer, startLocalServer } from "./local-server";
import { modelCall, providerAt } from "./model-call";

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(answer: Parameters<typeof startLocalServer>[0]): Promise<LocalServer> {
  const server = await startLocalServer(answer);
  servers.push(server);
  return server;
}

/** A TCP server that greets in another language than HTTP. */
async function serveRaw(greeting: string): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    // The client cuts the connection as soon as it has read the greeting.
    socket.on("error", () => {});
    socket.end(greeting);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push({
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

function call(baseUrl: string, more = {}): Promise<ModelCallResult> {
  return providerAt("openai-compatible", baseUrl).call(modelCall(more));
}

const NETWORK = { outcome: "transient", reason: "network", retryAfterMs: null };

describe("a provider URL that", () => {
  it("refuses", async () => {
    const server = await startLocalServer(() => {});
    await server.close();
    expect(await call(server.url)).toMatchObject({
      fate: NETWORK,
      status: null,
      error: { code: "connection-refused" },
    });
  });

  it("cannot be resolved", async () => {
    // `.invalid` never resolves (RFC 6761).
    const result = await call("http://no-such-host.invalid/v1");
    expect(result).toMatchObject({ fate: NETWORK, error: { code: "host-not-found" } });
  });

  it("hangs: the deadline ends it, and the socket", async () => {
    let closed: Promise<unknown> | null = null;
    const server = await serve((_, response) => {
      closed = once(response, "close");
    });
    const result = await call(server.url, { timeoutMs: 500 });
    expect(result).toMatchObject({
      fate: { outcome: "transient", reason: "timeout", retryAfterMs: null },
      status: null,
      error: { code: "timeout" },
    });
    expect(result.latencyMs).toBeGreaterThanOrEqual(499);
    await closed;
  });

  it("hangs in the middle of its body", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"choices":');
    });
    const result = await call(server.url, { timeoutMs: 500 });
    expect(result).toMatchObject({ fate: { outcome: "transient", reason: "timeout" }, status: 200 });
  });

  it("sends HTML", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<!doctype html><h1>It works!</h1>");
    });
    const result = await call(server.url);
    expect(result).toMatchObject({ fate: { outcome: "bad-request", stopsRun: true }, error: { code: "not-an-api" } });
    expect(result.error?.message).toContain("base URL");
  });

  it.each(["with a declared length", "chunked"])("closes mid-body, %s", async (how) => {
    const server = await serve((_, response) => {
      response.writeHead(200, {
        "content-type": "application/json",
        ...(how === "chunked" ? {} : { "content-length": "1000" }),
      });
      response.write('{"choices":[', () => response.socket?.destroy());
    });
    expect(await call(server.url)).toMatchObject({ fate: NETWORK, status: 200, error: { code: "connection-closed" } });
  });

  it("resets before a response", async () => {
    const server = await serve((_, response) => void response.socket?.resetAndDestroy());
    expect(await call(server.url)).toMatchObject({ fate: NETWORK, status: null, error: { code: "connection-reset" } });
  });

  it.each(["with a declared length", "chunked", "compressed"])("sends a body of 10 MB, %s", async (how) => {
    let closed: Promise<unknown> | null = null;
    const body = Buffer.alloc(10 * 1024 * 1024, " ");
    const zipped = how === "compressed" ? (await import("node:zlib")).gzipSync(body) : null;
    const server = await serve((_, response) => {
      closed = once(response, "close");
      response.writeHead(200, {
        "content-type": "application/json",
        ...(how === "with a declared length" ? { "content-length": String(body.length) } : {}),
        ...(zipped === null ? {} : { "content-encoding": "gzip", "content-length": String(zipped.length) }),
      });
      response.end(zipped ?? body);
    });
    expect(await call(server.url)).toMatchObject({
      fate: { outcome: "bad-request", stopsRun: false },
      status: 200,
      output: null,
      error: { code: "response-too-large" },
    });
    await closed;
  });

  it("does not speak HTTP", async () => {
    const url = await serveRaw("SSH-2.0-OpenSSH_9.2\r\n");
    expect(await call(url)).toMatchObject({
      fate: { outcome: "bad-request", stopsRun: true },
      status: null,
      error: { code: "not-an-api" },
    });
  });

  it("is on a port that fetch refuses", async () => {
    expect(await call("http://127.0.0.1:6000/v1")).toMatchObject({ fate: { outcome: "bad-request", stopsRun: true } });
  });
});

describe("cancelling", () => {
  it("reaches the socket", async () => {
    const arrived: { resolve: (closed: Promise<unknown>) => void } = { resolve: () => {} };
    const closed = new Promise<Promise<unknown>>((resolve) => {
      arrived.resolve = resolve;
    });
    const server = await serve((_, response) => {
      const gone = once(response, "close");
      arrived.resolve(gone.then(() => "gone"));
      controller.abort();
    });
    const controller = new AbortController();
    const result = await call(server.url, { signal: controller.signal });
    expect(result).toMatchObject({ fate: { outcome: "cancelled" }, output: null, error: { code: "cancelled" } });
    expect(await closed).toBe("gone");
  });

  it("before the call sends nothing", async () => {
    const server = await serve((_, response) => void response.end());
    const result = await call(server.url, { signal: AbortSignal.abort() });
    expect(result.fate).toEqual({ outcome: "cancelled" });
    expect(server.seen).toHaveLength(0);
  });

  it("leaves no listener on the caller's signal", async () => {
    const server = await serve((_, response) => void response.end("{}"));
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await call(server.url, { signal });
    expect(listeners).toBe(0);
  });
});
