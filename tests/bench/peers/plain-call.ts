import { z } from "zod";
import { PEER_MODEL } from "./peer-cases";

/** A response other than 200, with what a caller needs to decide what to do. */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string | null,
    readonly retryAfterMs: number | null,
  ) {
    super(`${status} ${code ?? ""}`.trim());
  }
}

const answerBody = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });
const errorBody = z.object({ error: z.object({ code: z.string().nullish() }) });

/**
 * One chat request with `fetch` alone.
 * @throws CallFailed for any other status than 200, and what `fetch` throws where the connection broke
 */
export async function plainCall(baseUrl: string, prompt: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${baseUrl}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: PEER_MODEL, messages: [{ role: "user", content: prompt }] }),
    signal,
  });
  const body: unknown = await response.json();
  if (response.ok) return answerBody.parse(body).choices[0]?.message.content ?? "";
  const asked = response.headers.get("retry-after-ms");
  const code = errorBody.safeParse(body).data?.error.code ?? null;
  throw new CallFailed(response.status, code, asked === null ? null : Number(asked));
}
