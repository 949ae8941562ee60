import type { CodeSource, GeneratedCode } from "../generated-code";

/** The values alone, as the API takes them. JSON has no comments, so where they come from stands beside them. */
export function jsonCode({ slug, n, author, createdAt, limits, meantFor, link }: CodeSource): GeneratedCode {
  const told = { ...(meantFor ? { meantFor } : {}), ...(link ? { link } : {}) };
  const document = { preset: `${slug}@${n}`, author, createdAt, ...told, limits };
  return { text: `${JSON.stringify(document, null, 2)}\n`, notCarried: ["Values alone: nothing here keeps them"] };
}
