import type { FetchFunction } from "../http/recording-fetch";
import type { SimulatedProvider, SimulatedReply, SimulatedRequest } from "./simulated-provider";

/** A simulated provider as the web's function: `Request` in, `Response` out. Rejects as `fetch` does. */
export async function handleRequest(provider: SimulatedProvider, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  return settle(provider, { path, body: await request.text(), signal: request.signal });
}

/** A `fetch` that ends in the simulated provider, for the SDK adapters; spares the making of a `Request` on every call. */
export function inProcessFetch(find: () => Promise<SimulatedProvider> | SimulatedProvider): FetchFunction {
  return async (input, init) => {
    if (input instanceof Request || typeof init?.body !== "string") {
      return handleRequest(await find(), new Request(input, init));
    }
    const provider = await find();
    return settle(provider, { path: pathOf(String(input)), body: init.body, signal: init.signal ?? null });
  };
}

async function settle(provider: SimulatedProvider, request: SimulatedRequest): Promise<Response> {
  const reply: SimulatedReply = await provider.serve(request);
  switch (reply.kind) {
    case "response":
      return new Response(reply.body, { status: reply.status, headers: reply.headers });
    case "reset":
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }),
      });
    case "abandoned":
      throw new DOMException("This operation was aborted", "AbortError");
  }
}

/** The path of an absolute URL, without parsing the rest of it. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.search(/[?#]/);
  return start === -1 ? "/" : url.slice(start, end === -1 ? undefined : end);
}
