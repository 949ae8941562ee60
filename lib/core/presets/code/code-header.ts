import { countWords, limitWords, plural } from "../../words/number-words";
import type { CodeSource } from "../generated-code";

/** Whose limits these are, as comments: slug, version, author, date, and the values in words. */
export function codeHeader(source: CodeSource, comment: "//" | "#"): string {
  const { slug, n, limits } = source;
  const values = [
    `${limitWords(limits.requestsPerSecond)} requests/s`,
    `burst ${countWords(limits.burst)}`,
    `${countWords(limits.concurrency)} at once`,
    plural(limits.retry.attempts, "attempt"),
  ].join(", ");
  const lines = [
    `${slug} v${n}, by ${oneLine(source.author)}, ${source.createdAt.slice(0, 10)}`,
    values,
    ...(source.meantFor ? [`for ${oneLine(source.meantFor)}`] : []),
    ...(source.link ? [oneLine(source.link)] : []),
  ];
  return lines.map((line) => `${comment} ${line}`).join("\n");
}

/** What people write must not end its comment. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Milliseconds as seconds, without a tail of nines. */
export function secondsOf(ms: number): number {
  return Number((ms / 1000).toFixed(3));
}
