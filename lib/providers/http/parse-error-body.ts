import { z } from "zod";

/** What a vendor's error body says, whichever vendor's it is. Absent facts are null. */
export interface ErrorFacts {
  /** The body is JSON and has the shape of an API's error. */
  readonly isApiError: boolean;
  readonly message: string | null;
  /** `error.type` (OpenAI, Anthropic), or gRPC's `error.status` (Google). */
  readonly type: string | null;
  /** `error.code` as text (OpenAI), or Anthropic's `error.details.error_code`. */
  readonly code: string | null;
  /** `error.code` where it is a number: Google's and OpenRouter's copy of the status. */
  readonly numericCode: number | null;
  /** The wait that the body asks for: `retryDelay` of google.rpc.RetryInfo, or a `retry_after` in seconds. */
  readonly retryAfter: string | null;
  /** Headers that OpenRouter repeats in the body (`metadata.headers`), for proxies strip them; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `reason`s of google.rpc.ErrorInfo. */
  readonly reasons: readonly string[];
  /** Violations of google.rpc.QuotaFailure, and the limit that a google.rpc.ErrorInfo names. */
  readonly quotas: readonly { readonly id: string; readonly metric: string; readonly value: string | null }[];
}

const NOTHING: ErrorFacts = {
  isApiError: false,
  message: null,
  type: null,
  code: null,
  numericCode: null,
  retryAfter: null,
  headers: {},
  reasons: [],
  quotas: [],
};

// A field of an unexpected type is dropped, and the rest still read.
const text = z.string().nullish().catch(null);
const errorObjectSchema = z.object({
  message: text,
  type: text,
  status: text,
  code: z.union([z.string(), z.number()]).nullish().catch(null),
  details: z.unknown().optional(),
  retry_after: z.number().nonnegative().nullish().catch(null),
  metadata: z
    .object({ headers: z.record(z.string(), z.coerce.string()).catch({}) })
    .optional()
    .catch(undefined),
});
const envelopeSchema = z.object({ error: z.union([errorObjectSchema, z.string()]) });
/** vLLM up to 0.9 and Mistral put the error's fields at the top. */
const flatSchema = errorObjectSchema.extend({ object: z.literal("error") });
/** Cerebras, and gateways that invent their own. */
const plainSchema = z.object({ message: text, detail: text, code: text, type: text });

const violationSchema = z.object({
  quotaId: z.string().catch(""),
  quotaMetric: z.string().catch(""),
  quotaValue: z.coerce.string().nullish().catch(null),
  quotaDimensions: z.unknown().optional(),
});
const googleDetailSchema = z.object({
  "@type": z.string().catch(""),
  retryDelay: text,
  reason: text,
  violations: z.array(violationSchema).catch([]),
  metadata: z.record(z.string(), z.coerce.string()).catch({}),
});
const anthropicDetailsSchema = z.object({ error_code: z.string() });

/** Reads an error body of any vendor. Never throws: what is no JSON comes back with nothing in it. */
export function parseErrorBody(body: string): ErrorFacts {
  const json = parseJson(body);
  // Google's streaming endpoints wrap the error in an array.
  const root = Array.isArray(json) ? json[0] : json;
  const envelope = envelopeSchema.safeParse(root);
  if (envelope.success) {
    const { error } = envelope.data;
    return typeof error === "string" ? { ...NOTHING, isApiError: true, message: error } : factsOf(error);
  }
  const flat = flatSchema.safeParse(root);
  if (flat.success) return factsOf(flat.data);
  const plain = plainSchema.safeParse(root);
  if (!plain.success) return NOTHING;
  const { message, detail, code, type } = plain.data;
  return { ...NOTHING, message: message ?? detail ?? null, code: code ?? null, type: type ?? null };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function factsOf(error: z.infer<typeof errorObjectSchema>): ErrorFacts {
  const details = Array.isArray(error.details) ? error.details : [];
  const google = details.flatMap((detail) => {
    const parsed = googleDetailSchema.safeParse(detail);
    return parsed.success ? [parsed.data] : [];
  });
  const anthropic = anthropicDetailsSchema.safeParse(error.details);
  return {
    isApiError: true,
    message: error.message ?? null,
    type: error.type ?? error.status ?? null,
    code: anthropic.success ? anthropic.data.error_code : typeof error.code === "string" ? error.code : null,
    numericCode: typeof error.code === "number" ? error.code : null,
    retryAfter:
      google.find((d) => d["@type"].endsWith("google.rpc.RetryInfo"))?.retryDelay ??
      error.retry_after?.toString() ??
      null,
    headers: lowerCaseNames(error.metadata?.headers ?? {}),
    reasons: google.flatMap((d) => (d["@type"].endsWith("google.rpc.ErrorInfo") && d.reason ? [d.reason] : [])),
    quotas: google.flatMap(quotasOf),
  };
}

function quotasOf(detail: z.infer<typeof googleDetailSchema>): ErrorFacts["quotas"] {
  if (detail["@type"].endsWith("google.rpc.QuotaFailure")) {
    return detail.violations.map(({ quotaId, quotaMetric, quotaValue, quotaDimensions }) => ({
      id: quotaId,
      metric: quotaMetric,
      // In the JSON of protocol buffers a 0 is left out: a violation that names its dimensions but no value has a limit of 0.
      value: quotaValue ?? (quotaDimensions === undefined ? null : "0"),
    }));
  }
  const { quota_limit: id, quota_metric: metric, quota_limit_value: value } = detail.metadata;
  return detail["@type"].endsWith("google.rpc.ErrorInfo") && id !== undefined
    ? [{ id, metric: metric ?? "", value: value ?? null }]
    : [];
}

function lowerCaseNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
