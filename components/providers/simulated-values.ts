import type { z } from "zod";
import { type SimulatedSettings, simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";
import { parseNumber } from "../limit-fields/limits-draft";

const FAULTS = ["error500", "error503", "error529", "reset", "timeout"] as const;
export type Fault = (typeof FAULTS)[number];

/** The simulated provider's settings as text; shares in percent. */
export interface SimulatedValues {
  limits: { requestsPerSecond: string; burst: string; tokensPerMinute: string; concurrency: string };
  latencyMedianMs: string;
  latencyP95Ratio: string;
  /** In percent. */
  faults: Record<Fault, string>;
  /** In percent. */
  judgeNonsense: string;
  quotaAfterRequests: string;
  retryAfter: "due" | "none" | "fixed";
  retryAfterSeconds: string;
  dialect: SimulatedSettings["dialect"];
  seed: string;
  answersFile: string;
  /** Set through the API only; kept as it is. */
  schedule: SimulatedSettings["schedule"];
  keptLimits: Omit<SimulatedSettings["limits"], keyof SimulatedValues["limits"]>;
}

/** Settings as text; those of a new simulated provider where there are none yet. */
export function simulatedValues(settings: SimulatedSettings | null): SimulatedValues {
  const { limits, faults, retryAfter, ...rest } =
    settings ?? simulatedSettingsSchema.parse({ limits: { requestsPerSecond: 50, burst: 10 } });
  const text = (value: number | null) => (value === null ? "" : String(value));
  const { requestsPerSecond: _r, burst: _b, tokensPerMinute: _t, concurrency: _c, ...keptLimits } = limits;
  return {
    limits: {
      requestsPerSecond: text(limits.requestsPerSecond),
      burst: text(limits.burst),
      tokensPerMinute: text(limits.tokensPerMinute),
      concurrency: text(limits.concurrency),
    },
    latencyMedianMs: text(rest.latencyMedianMs),
    latencyP95Ratio: text(rest.latencyP95Ratio),
    faults: {
      error500: percent(faults.error500),
      error503: percent(faults.error503),
      error529: percent(faults.error529),
      reset: percent(faults.reset),
      timeout: percent(faults.timeout),
    },
    judgeNonsense: percent(rest.judgeNonsense),
    quotaAfterRequests: text(rest.quotaAfterRequests),
    retryAfter: typeof retryAfter === "number" ? "fixed" : retryAfter,
    retryAfterSeconds: typeof retryAfter === "number" ? String(retryAfter) : "12",
    dialect: rest.dialect,
    seed: text(rest.seed),
    answersFile: rest.answersFile ?? "",
    schedule: rest.schedule,
    keptLimits,
  };
}

/** What the contract takes. Text that is no number becomes NaN, which the contract refuses at its field. */
export function simulatedBody(values: SimulatedValues): z.input<typeof simulatedSettingsSchema> {
  const number = (text: string) => parseNumber(text) ?? Number.NaN;
  const orNull = (text: string) => (text.trim() === "" ? null : number(text));
  const share = (text: string) => (text.trim() === "" ? 0 : Number((number(text) / 100).toPrecision(12)));
  return {
    limits: {
      requestsPerSecond: orNull(values.limits.requestsPerSecond),
      burst: number(values.limits.burst),
      tokensPerMinute: orNull(values.limits.tokensPerMinute),
      concurrency: orNull(values.limits.concurrency),
      ...values.keptLimits,
    },
    latencyMedianMs: number(values.latencyMedianMs),
    latencyP95Ratio: number(values.latencyP95Ratio),
    faults: {
      error500: share(values.faults.error500),
      error503: share(values.faults.error503),
      error529: share(values.faults.error529),
      reset: share(values.faults.reset),
      timeout: share(values.faults.timeout),
    },
    judgeNonsense: share(values.judgeNonsense),
    quotaAfterRequests: orNull(values.quotaAfterRequests),
    retryAfter: values.retryAfter === "fixed" ? number(values.retryAfterSeconds) : values.retryAfter,
    schedule: values.schedule,
    dialect: values.dialect,
    seed: number(values.seed),
    answersFile: values.answersFile.trim() === "" ? null : values.answersFile.trim(),
  };
}

/** Words for what the contract says without words of its own. */
export function simulatedProblem(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.path?.[1] === "faults" || issue.path?.[1] === "judgeNonsense") return "A share from 0 to 100 %.";
  if (issue.code === "invalid_union" && issue.path?.[1] === "retryAfter") return "Seconds from 0 to 86,400.";
  if (issue.code === "too_small" && issue.origin !== "string") return `At least ${issue.minimum}.`;
  if (issue.code === "too_big" && issue.origin !== "string")
    return `At most ${Number(issue.maximum).toLocaleString("en")}.`;
  if (issue.code === "invalid_type" && issue.expected === "int") return "A whole number.";
  if (issue.code === "invalid_type" && issue.expected === "number") return "A number.";
  return undefined;
}

function percent(share: number): string {
  return String(Number((share * 100).toPrecision(6)));
}
