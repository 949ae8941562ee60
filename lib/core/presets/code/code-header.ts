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
  // A name is the one text here that people write: it must not end its comment.
  const author = source.author.replace(/\s+/g, " ").trim();
  const lines = [`${slug} v${n}, by ${author}, ${source.createdAt.slice(0, 10)}`, values];
  return lines.map((line) => `${comment} ${line}`).join("\n");
}

/** Milliseconds as seconds, without a tail of nines. */
export function secondsOf(ms: number): number {
  return Number((ms / 1000).toFixed(3));
}
