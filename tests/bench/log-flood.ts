import http from "node:http";
import type { AddressInfo } from "node:net";
import type { LogEntryResponse } from "@/lib/contracts/run-log";

const EVERY_MS = 50;

export interface LogFlood {
  /** Where the page is to be opened. */
  readonly url: string;
  /** Rows that went to pages so far. */
  count(): number;
  close(): void;
}

/**
 * Stands before a server and adds rows of the log to the event streams that pass it, as many a minute as told: more than a
 * server on the same machine could take in beside the browser that is measured.
 */
export async function floodLog(target: string, perMinute: number): Promise<LogFlood> {
  const { host, hostname, port } = new URL(target);
  let count = 0;
  const flood = (to: http.ServerResponse, isWhole: () => boolean) => {
    const startedAt = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      // Never within an event of the server's own.
      if (!isWhole()) return;
      const due = Math.floor(((performance.now() - startedAt) * perMinute) / 60_000) - sent;
      for (let n = 0; n < due; n += 1)
        to.write(`data: ${JSON.stringify({ type: "log", entry: entryOf(count + n) })}\n\n`);
      sent += due;
      count += due;
    }, EVERY_MS);
    to.once("close", () => clearInterval(timer));
  };
  const server = http.createServer((request, response) => {
    const { "accept-encoding": _plain, ...headers } = request.headers;
    const options = { hostname, port, path: request.url, method: request.method, headers: { ...headers, host } };
    const passed = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      if (request.url?.endsWith("/events") !== true) return;
      let end = "\n\n";
      answer.on("data", (part: Buffer) => {
        end = part.toString("utf8").slice(-2);
      });
      flood(response, () => end === "\n\n");
    });
    passed.once("error", () => response.destroy());
    response.once("close", () => passed.destroy());
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    count: () => count,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function entryOf(n: number): LogEntryResponse {
  return {
    id: `flood-${n}`,
    at: new Date().toISOString(),
    kind: "retry",
    level: "warn",
    text: `Retry 2/4: 429 rate_limit_exceeded, waits 1.2 s (${n})`,
    caseId: `case-${String(n % 1000).padStart(4, "0")}`,
    actor: null,
    count: 1,
  };
}
