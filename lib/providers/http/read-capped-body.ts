/** The body went past the cap; the caller aborts the connection. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  constructor(readonly maxBytes: number) {
    super(`response body is larger than ${maxBytes} bytes`);
  }
}

/**
 * The whole body, `maxBytes` at most.
 * @throws BodyTooLargeError as soon as the cap is passed, by the declared length or by what has come
 */
export async function readCappedBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = declaredLength(response.headers);
  if (declared !== null && declared > maxBytes) throw new BodyTooLargeError(maxBytes);
  // The HTTP parser holds a body to its declared length, so it can be read in one go, which is the cheap way.
  // A compressed body may grow past it.
  if (declared !== null && !response.headers.has("content-encoding"))
    return new Uint8Array(await response.arrayBuffer());
  return response.body === null ? new Uint8Array(0) : readStream(response.body, maxBytes);
}

function declaredLength(headers: Headers): number | null {
  const text = headers.get("content-length");
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

async function readStream(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    total += next.value.byteLength;
    if (total > maxBytes) throw new BodyTooLargeError(maxBytes);
    chunks.push(next.value);
  }
  const whole = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
