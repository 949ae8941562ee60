import type { CodeSource, GeneratedCode } from "../generated-code";

/** The values alone, as the API takes them. JSON has no comments, so where they come from stands beside them. */
export function jsonCode({ slug, n, author, createdAt, limits }: CodeSource): GeneratedCode {
  const document = { preset: `${slug}@${n}`, author, createdAt, limits };
  return { text: `${JSON.stringify(document, null, 2)}\n`, notCarried: ["Values alone: nothing here keeps them"] };
}
