import type { z } from "zod";
import { type SimulatedSettings, simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";

/** What the user knows (or believes) of the provider's limits, and tells every client alike. */
export interface KnownLimits {
  readonly requestsPerSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  readonly tokensPerMinute: number | null;
}

/** What Evalpace has to keep to in a scenario; besides, it loses no case in any. */
export interface Targets {
  /** Wall over the least time, at most. */
  readonly wall: number | null;
  /** 429s per 100 cases, at most. */
  readonly refusedPer100: number | null;
  /** Requests in all, at most. */
  readonly requests: number | null;
}

export const SCENARIO_IDS = ["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9"] as const;
export type ScenarioId = (typeof SCENARIO_IDS)[number];

export interface Scenario {
  readonly id: ScenarioId;
  readonly title: string;
  readonly cases: number;
  readonly provider: SimulatedSettings;
  readonly known: KnownLimits;
  readonly targets: Targets;
  /** So few requests that the clients cannot disturb each other: all at once, each against a provider of its own. */
  readonly sideBySide: boolean;
}

const KNOWN: KnownLimits = { requestsPerSecond: 50, burst: 10, concurrency: 32, tokensPerMinute: null };
const STRICT = { requestsPerSecond: 50, burst: 10 };
/** 162,000 tokens a minute: some twenty average cases a second. Ten seconds' worth may be saved up. */
const TOKENS_PER_MINUTE = 162_000;

interface Plan {
  readonly title: string;
  readonly provider: z.input<typeof simulatedSettingsSchema>;
  readonly known?: Partial<KnownLimits>;
  readonly targets: Partial<Targets>;
  readonly few?: boolean;
}

/** `halveAtMs`: when S3's limits halve. */
function plans(halveAtMs: number): Record<ScenarioId, Plan> {
  return {
    S1: {
      title: "50 requests a second, burst 10",
      provider: { limits: STRICT },
      targets: { wall: 1.03, refusedPer100: 1 },
    },
    S2: {
      title: "the same, 2 % of requests answered 500 and 1 % cut off",
      provider: { limits: STRICT, faults: { error500: 0.02, reset: 0.01 } },
      targets: { wall: 1.05, refusedPer100: 1 },
    },
    S3: {
      title: `the limits halve after ${halveAtMs / 1000} s`,
      provider: { limits: STRICT, schedule: [{ atMs: halveAtMs, limits: { requestsPerSecond: 25, burst: 5 } }] },
      targets: { wall: 1.1, refusedPer100: 5 },
    },
    S4: {
      title: `bound by tokens: ${TOKENS_PER_MINUTE.toLocaleString("en")} a minute`,
      provider: { limits: { ...STRICT, tokensPerMinute: TOKENS_PER_MINUTE, tokenBurst: TOKENS_PER_MINUTE / 6 } },
      known: { tokensPerMinute: TOKENS_PER_MINUTE },
      targets: { wall: 1.05, refusedPer100: 1 },
    },
    S5: {
      title: "no limit headers and no retry-after",
      provider: { limits: STRICT, dialect: "none", retryAfter: "none" },
      targets: { wall: 1.03, refusedPer100: 1 },
    },
    S6: {
      title: "the quota is exhausted from the start",
      provider: { limits: STRICT, quotaAfterRequests: 0 },
      targets: { requests: KNOWN.concurrency },
    },
    S7: {
      title: "one request in two seconds, burst 1",
      provider: { limits: { requestsPerSecond: 0.5, burst: 1 } },
      known: { requestsPerSecond: 0.5, burst: 1 },
      targets: { wall: 1.03, refusedPer100: 1 },
      few: true,
    },
    S8: {
      title: "another tenant of the account takes half of it",
      provider: { limits: { ...STRICT, othersPerSecond: 25 } },
      targets: { wall: 1.1, refusedPer100: 5 },
    },
    S9: {
      title: "configured at twice the provider's limits",
      provider: { limits: STRICT },
      known: { requestsPerSecond: 100, burst: 20, concurrency: 64 },
      targets: { wall: 1.1, refusedPer100: 5 },
    },
  };
}

/** All scenarios. `quick`: fewer cases, for a look; walls of so short runs are not judged. */
export function scenarios(quick: boolean): Scenario[] {
  const all = plans(quick ? 2000 : 5000);
  return SCENARIO_IDS.map((id) => {
    const { title, provider, known, targets, few } = all[id];
    return {
      id,
      title,
      cases: few ? (quick ? 6 : 20) : quick ? 200 : 500,
      provider: simulatedSettingsSchema.parse(provider),
      known: { ...KNOWN, ...known },
      targets: { requests: null, refusedPer100: null, ...targets, wall: quick ? null : (targets.wall ?? null) },
      sideBySide: few === true || id === "S6",
    };
  });
}
