/**
 * How well a command fits what was typed, from 0 (not at all) to 1: every word has to stand in the label or the other
 * words by which it is found, and a label that begins with it comes first. `value` is only an id, and not searched.
 */
export function matchCommand(_value: string, search: string, keywords: readonly string[] = []): number {
  const wanted = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0) return 1;
  const [label = "", ...rest] = keywords.map((word) => word.toLowerCase());
  const all = [label, ...rest].join(" ");
  if (!wanted.every((word) => all.includes(word))) return 0;
  if (label.startsWith(search.trim().toLowerCase())) return 1;
  const starts = wanted.every((word) => ` ${label}`.includes(` ${word}`));
  if (starts) return 0.8;
  return wanted.every((word) => label.includes(word)) ? 0.5 : 0.2;
}
