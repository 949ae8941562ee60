import { isUtf8 } from "node:buffer";
import { DomainError } from "@/lib/core/errors";

/** A character takes up to 4 bytes, so up to 3 may be cut off at the end of a chunk. */
const MAX_CUT_BYTES = 3;
const LINE_FEED = 0x0a;

/**
 * Bytes to text; a byte order mark at the beginning is dropped.
 * @throws DomainError invalid-input with the line of the first byte that is not UTF-8
 */
export async function* decodeUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  let cut: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const text = decodeOrNull(decoder, chunk);
    const whole = Buffer.concat([cut, chunk]);
    if (text === null) throw notUtf8(line + badLineOffset(whole));
    line += countLineFeeds(chunk);
    cut = cutCharacter(whole);
    if (text !== "") yield text;
  }
  if (cut.length > 0) throw notUtf8(line);
}

function decodeOrNull(decoder: TextDecoder, chunk: Uint8Array): string | null {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    // The decoder does not say where; the caller finds out.
    return null;
  }
}

/** The bytes of a character that is not whole yet, at the end. */
function cutCharacter(bytes: Uint8Array): Uint8Array {
  for (let length = 1; length <= Math.min(MAX_CUT_BYTES, bytes.length); length += 1) {
    const first = bytes[bytes.length - length] ?? 0;
    if (first < 0x80) break;
    // A byte that leads a character of more bytes than there are.
    if (first >= 0xc0) {
      const wanted = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
      return length < wanted ? bytes.subarray(bytes.length - length) : new Uint8Array();
    }
  }
  return new Uint8Array();
}

/** How many lines below the first of these bytes the first line stands that is not UTF-8. */
function badLineOffset(bytes: Uint8Array): number {
  let offset = 0;
  for (let from = 0; ; offset += 1) {
    const end = bytes.indexOf(LINE_FEED, from);
    if (end === -1 || !isUtf8(bytes.subarray(from, end))) return offset;
    from = end + 1;
  }
}

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

function notUtf8(line: number): DomainError {
  return new DomainError(
    "invalid-input",
    `Line ${line} is not valid UTF-8. Save the file with UTF-8 encoding and import it again. Nothing was imported.`,
    [{ path: "file", line, message: "not valid UTF-8" }],
  );
}
