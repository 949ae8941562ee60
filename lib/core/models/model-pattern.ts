/** Snapshots go by the name of their model: gpt-4o-mini-2024-07-18, claude-…-20250514. */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{8})$/;

/** The name of a model without the date of its snapshot. */
export function withoutSnapshot(model: string): string {
  return model.replace(SNAPSHOT, "");
}

/** A name means that model and its snapshots; a pattern in which `*` stands for any text means what fits it. */
export function meansModel(nameOrPattern: string, model: string): boolean {
  return nameOrPattern === model || nameOrPattern === withoutSnapshot(model) || fitsPattern(nameOrPattern, model);
}

/** Whether a text fits a pattern with `*`. Without a regular expression, so that no pattern can be slow. */
export function fitsPattern(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === text;
  const [head = "", tail = ""] = [parts[0], parts.at(-1)];
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  let at = head.length;
  const end = text.length - tail.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
