import { DomainError } from "@/lib/core/errors";

/**
 * Reads a JSON body of at most `limit` bytes; undefined where the body is empty.
 * @throws DomainError payload-too-large, invalid-input
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const bytes = await readBytes(request, limit);
  const text = decode(bytes);
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DomainError("invalid-input", `The body is not valid JSON: ${why}`, [], { cause });
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, size);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DomainError("invalid-input", "The body is not valid UTF-8. Send JSON encoded as UTF-8.", [], { cause });
  }
}

function tooLarge(limit: number): DomainError {
  return new DomainError(
    "payload-too-large",
    `The body is larger than ${Math.round(limit / 1024 / 1024)} MB. Send less at once, or upload a file where the route takes one.`,
  );
}
