import type { z } from "zod";
import { DomainError, type Issue } from "@/lib/core/errors";

/**
 * Checks one part of a request with its contract.
 * @throws DomainError invalid-input, with an issue for each fault
 */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: "path" | "query" | "headers" | "body",
): z.output<S> {
  const parsed = schema.safeParse(value, { error: plainWords });
  if (parsed.success) return parsed.data;
  const issues = issuesOf(parsed.error.issues);
  const [first] = issues;
  const where = first === undefined || first.path === "" ? `The ${part}` : first.path;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  throw new DomainError("invalid-input", `${where}: ${first?.message ?? "is not valid"}${more}`, issues);
}

/** Repeated parameters become lists; empty ones count as absent. */
export function queryOf(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const search = new URL(url, "http://localhost").searchParams;
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name).filter((value) => value !== "");
    const [only] = values;
    if (only !== undefined) query[name] = values.length === 1 ? only : values;
  }
  return query;
}

type RawIssue = z.core.$ZodIssue;

/** Words for what no schema has its own message for. */
function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return "is required";
    const article = /^[aeio]/.test(String(issue.expected)) ? "an" : "a";
    return `must be ${article} ${issue.expected}`;
  }
  if (issue.code === "unrecognized_keys") {
    return `unknown field${issue.keys.length > 1 ? "s" : ""} ${issue.keys.map((key: string) => `"${key}"`).join(", ")}`;
  }
  return undefined;
}

function issuesOf(raw: readonly RawIssue[], base: readonly PropertyKey[] = []): Issue[] {
  return raw.flatMap((issue): Issue[] => {
    const path = [...base, ...issue.path];
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      return issuesOf(closestBranch(issue.errors), path);
    }
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: pathText([...path, key]), message: "is not a known field" }));
    }
    return [{ path: pathText(path), message: issue.message }];
  });
}

/** Of a union's branches, the one that the input came nearest to: its faults lie deepest. */
function closestBranch(branches: readonly (readonly RawIssue[])[]): readonly RawIssue[] {
  const depth = (branch: readonly RawIssue[]) => Math.max(0, ...branch.map((issue) => issue.path.length));
  return [...branches].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
}

/** `cases[3].vars.question` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? String(step) : `${text}.${String(step)}`;
  }, "");
}
