import { DAY_MS, type LimitReading, MINUTE_MS } from "@/lib/core/limits/rate-limit-headers";
import type { ErrorFacts } from "./parse-error-body";

export type RefusedDimension = "requests" | "tokens" | "day" | "unknown";

/** The limit that a 429 is about. */
export interface Exhausted {
  /** Whether a limit of the headers is the one that is used up. */
  includes(reading: LimitReading): boolean;
  /** Its name, given the wait that was asked for. */
  dimensionAt(waitMs: number | null): RefusedDimension;
}

/** No window of a minute makes anybody wait longer. */
const BEYOND_A_MINUTE_MS = 2 * MINUTE_MS;

/** Which limit a 429 is about: the body says it best, then a header that names it, else the one of which nothing remains. */
export function exhaustedDimension(
  headers: Readonly<Record<string, string>>,
  facts: ErrorFacts,
  readings: readonly LimitReading[],
): Exhausted {
  const [quota] = facts.quotas;
  if (quota !== undefined) {
    if (facts.quotas.some(({ id }) => /PerDay/i.test(id))) return of("day", () => false);
    // Gemini's metrics: …/generate_content_free_tier_requests, …_input_token_count.
    const tokens = quota.metric.includes("token") || quota.id.includes("Token");
    return of(tokens ? "tokens" : "requests", () => false);
  }
  const named = namedDimension(headers, facts);
  if (named === "day") return of("day", (reading) => reading.windowMs === DAY_MS);
  if (named !== null) {
    // A day's limit of requests (Groq) is not what a 429 for requests a minute is about, unless it is used up.
    const about = (reading: LimitReading) =>
      (reading.quantity === "requests") === (named === "requests") &&
      (reading.windowMs !== DAY_MS || reading.remaining === 0);
    const left = readings.some((reading) => about(reading) && (reading.remaining ?? 0) > 0);
    const spent = readings.some((reading) => about(reading) && reading.remaining === 0);
    return {
      // Where several are told, the one of which nothing remains.
      includes: (reading) => about(reading) && (!spent || reading.remaining === 0),
      dimensionAt: (waitMs) => {
        const spentDay = readings.some((r) => about(r) && r.remaining === 0 && r.windowMs === DAY_MS);
        // One more request never takes a minute's limit minutes; tokens may, where the request is large and nothing is left.
        const tooLong = (waitMs ?? 0) > BEYOND_A_MINUTE_MS && (named === "requests" || (left && !spent));
        return spentDay || tooLong ? "day" : named;
      },
    };
  }
  const spent = readings.filter((reading) => reading.remaining === 0);
  const first = spent[0];
  if (first === undefined) return of("unknown", () => false);
  const dimension = first.quantity === "requests" ? "requests" : "tokens";
  return of(spent.some((reading) => reading.windowMs === DAY_MS) ? "day" : dimension, (reading) =>
    spent.includes(reading),
  );
}

function of(dimension: RefusedDimension, includes: Exhausted["includes"]): Exhausted {
  return { includes, dimensionAt: () => dimension };
}

/** By a field or a header whose value is a name of the vendor's; null where none is. */
function namedDimension(
  headers: Readonly<Record<string, string>>,
  facts: ErrorFacts,
): "requests" | "tokens" | "day" | null {
  // OpenAI and Groq: `type` names the dimension of a rate_limit_exceeded.
  if (facts.type === "requests" || facts.type === "tokens") return facts.type;
  // Cerebras.
  if (facts.code === "request_quota_exceeded") return "requests";
  if (facts.code === "token_quota_exceeded") return "tokens";
  const name = headers["policy-id"] ?? headers.rate_limit_type ?? headers["x-ratelimit-type"] ?? "";
  switch (name) {
    // Azure.
    case "DeploymentRatelimit-Call":
    case "DeploymentRatelimit-Request":
    // LiteLLM's own limits of a key.
    case "requests":
    // GitHub Models.
    case "UserByMinute":
      return "requests";
    case "DeploymentRatelimit-Token":
    case "tokens":
      return "tokens";
    case "UserByDay":
      return "day";
    default:
      return null;
  }
}
