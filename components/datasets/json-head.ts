import type { Json } from "@/lib/core/datasets/dataset-case";

/** The first whole objects of a JSON array (or of lines of JSON), however far the text goes. */
export function jsonHead(text: string, wanted: number): Record<string, Json>[] {
  const found: Record<string, Json>[] = [];
  // Objects in a wrapping object ({"cases": [...]}) lie one level deeper.
  const start = Math.max(0, arrayStart(text));
  let depth = 0;
  let from = -1;
  let inText = false;
  for (let at = start; at < text.length && found.length < wanted; at += 1) {
    const char = text[at];
    if (inText) {
      if (char === "\\") at += 1;
      else if (char === '"') inText = false;
    } else if (char === '"') inText = true;
    else if (char === "{") {
      if (depth === 0) from = at;
      depth += 1;
    } else if (char === "}") {
      depth -= 1;
      const parsed = depth === 0 ? parseObject(text.slice(from, at + 1)) : null;
      if (parsed !== null) found.push(parsed);
    }
  }
  return found;
}

// Where a file is one array, or an object that wraps one; -1 where it is lines of objects.
function arrayStart(text: string): number {
  const first = /\S/.exec(text);
  if (first === null) return -1;
  if (text[first.index] === "[") return first.index;
  const wrapped = /^\s*\{\s*"[^"]*"\s*:\s*\[\s*\{/.exec(text);
  return wrapped === null ? -1 : wrapped[0].length - 1;
}

function parseObject(text: string): Record<string, Json> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    // Not whole, or not JSON: the import says where and why.
    return null;
  }
}

// What JSON.parse gave can only hold JSON.
function isRecord(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
