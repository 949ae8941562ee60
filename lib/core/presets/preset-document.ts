import { z } from "zod";
import { limitsSchema } from "../limits/limits";
import { PROVIDER_KINDS } from "../limits/starter-limits";
import { presetScopeSchema } from "./preset-scope-schema";

/** A preset on its way from one workspace to another: names and values, never a key. */
export const presetDocumentSchema = z.strictObject({
  format: z.literal("evalpace-preset", { error: 'format must be "evalpace-preset": this is no exported preset' }),
  formatVersion: z.literal(1, { error: "formatVersion must be 1: a newer version of Evalpace wrote this file" }),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    error: "slug may hold lower-case letters, digits and hyphens, e.g. openai-default",
  }),
  name: z.string().trim().min(1, { error: "name must not be empty" }).max(100),
  description: z.string().trim().max(1000).nullable().default(null),
  /** What it is meant for. A provider's id says nothing elsewhere: it goes as its kind. */
  scope: presetScopeSchema
    .extend({
      provider: z
        .enum(PROVIDER_KINDS, { error: `provider must be one of ${PROVIDER_KINDS.join(", ")}` })
        .nullable()
        .default(null),
    })
    .default({ provider: null, model: null }),
  /** Oldest first. */
  versions: z
    .array(
      z.strictObject({
        n: z.number().int().min(1),
        limits: limitsSchema,
        message: z.string().trim().max(500).nullable().default(null),
        author: z.string().max(200).nullable().default(null),
        createdAt: z.iso.datetime().nullable().default(null),
      }),
    )
    .min(1, { error: "versions must hold at least one version" })
    .max(1000),
  /** Labels, each with the number of its version in this document. */
  labels: z.record(z.string(), z.number().int()).default({}),
});
export type PresetDocument = z.output<typeof presetDocumentSchema>;

/** What reading a document came to. Where there are secrets or problems there is no document. */
export interface ReadPresetDocument {
  readonly document: PresetDocument | null;
  /** By their paths: keys that say nothing here. They are left out. */
  readonly unknownKeys: readonly string[];
  /** By their paths: what looks like a key or a password. */
  readonly secrets: readonly string[];
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/** Reads an exported preset. What is unknown is listed and left out; what looks secret makes it unusable. */
export function readPresetDocument(value: unknown): ReadPresetDocument {
  const secrets = secretPaths(value, "");
  if (secrets.length > 0) return { document: null, unknownKeys: [], secrets, problems: [] };
  const unknownKeys: string[] = [];
  const known = structuredClone(value);
  let read = presetDocumentSchema.safeParse(known);
  // Where a key is unknown, what it holds is no longer looked at: each round takes out what the one before found.
  for (let found = dropUnknown(known, read.error); found.length > 0; found = dropUnknown(known, read.error)) {
    unknownKeys.push(...found);
    read = presetDocumentSchema.safeParse(known);
  }
  const problems = (read.error?.issues ?? []).map((issue) => ({
    path: pathText(issue.path) || "document",
    message: issue.message,
  }));
  return { document: read.data ?? null, unknownKeys, secrets, problems };
}

function dropUnknown(value: unknown, error: z.ZodError | undefined): string[] {
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") return [];
    const holder = issue.path.reduce<unknown>(
      (inner, key) => (isObject(inner) ? Reflect.get(inner, key) : undefined),
      value,
    );
    if (!isObject(holder)) return [];
    for (const key of issue.keys) Reflect.deleteProperty(holder, key);
    return issue.keys.map((key) => pathText([...issue.path, key]));
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** `tokensPerMinute` and its like are limits, and no secrets. */
const SECRET_KEY =
  /^(x-)?(.*[_-])?(api[_-]?key|secret|password|passwd|authorization|bearer|credentials?|(access|auth|refresh|bearer)[_-]?token|token|private[_-]?key|.*apiKey|.*ApiKey|.*Secret|.*Password)$/i;
/** How the keys of well-known services begin. */
const SECRET_TEXT =
  /\b(sk|pk|rk)-[A-Za-z0-9_-]{12,}|\bAIza[A-Za-z0-9_-]{20,}|\b(gsk|hf|ghp|gho|glpat|xox[abps]|lsv2|pplx|r8|nvapi|csk)[_-][A-Za-z0-9_-]{12,}|\bAKIA[A-Z0-9]{12,}|\bBearer\s+[A-Za-z0-9._~+/-]{12,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\./;

function secretPaths(value: unknown, path: string): string[] {
  if (typeof value === "string") return SECRET_TEXT.test(value) ? [path === "" ? "document" : path] : [];
  if (Array.isArray(value)) return value.flatMap((item, at) => secretPaths(item, `${path}[${at}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const named = SECRET_KEY.test(key) && typeof inner === "string" && inner !== "";
    return named || SECRET_TEXT.test(key) ? [at] : secretPaths(inner, at);
  });
}
