import { parseArgs } from "node:util";
import { DomainError } from "@/lib/core/errors";
import { type SimulatedSettings, simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";

export interface SimulatorFlags {
  /** 0: any free port. */
  readonly port: number;
  readonly settings: SimulatedSettings;
}

export const SIMULATOR_HELP = `A provider for rehearsals, on 127.0.0.1. It speaks OpenAI, Anthropic and Gemini, and keeps its limits strictly.

  --port 4010         where to listen
  --rps 50            requests per second (default: not limited)
  --burst 10          requests that may be saved up
  --concurrency 32    requests in flight
  --tpm 100000        tokens per minute
  --input-tpm 80000   tokens of prompts per minute; likewise --output-tpm
  --rpd 1000          requests per day (UTC)
  --token-burst 20000 tokens that may be saved up (default: a minute's)
  --others 25         requests per second that other tenants take
  --median 200        median latency in ms
  --p95 400           95th percentile of latency in ms
  --e500 0.02         share of 500s; likewise --e503, --e529, --reset, --timeout
  --judge-nonsense 0.1  share of verdicts that are nonsense, where it is asked as a judge
  --quota-after 100   requests after which the quota is used up
  --retry-after due   what a 429 asks for: due, none, or seconds
  --dialect openai    headers and errors of: openai, anthropic, gemini, none
  --answers FILE      JSONL of recorded answers to replay
  --seed 1            all chance is drawn from it
  --settings FILE     JSON with all settings (also a schedule); the flags above override it

  GET /stats tells what it served, POST /reset starts afresh.`;

const OPTIONS = {
  port: { type: "string" },
  rps: { type: "string" },
  burst: { type: "string" },
  concurrency: { type: "string" },
  tpm: { type: "string" },
  "input-tpm": { type: "string" },
  "output-tpm": { type: "string" },
  rpd: { type: "string" },
  "token-burst": { type: "string" },
  others: { type: "string" },
  median: { type: "string" },
  p95: { type: "string" },
  e500: { type: "string" },
  e503: { type: "string" },
  e529: { type: "string" },
  reset: { type: "string" },
  timeout: { type: "string" },
  "judge-nonsense": { type: "string" },
  "quota-after": { type: "string" },
  "retry-after": { type: "string" },
  dialect: { type: "string" },
  answers: { type: "string" },
  seed: { type: "string" },
  settings: { type: "string" },
} as const;
type FlagValues = { readonly [name in keyof typeof OPTIONS]?: string | undefined };

/** Which flag sets which setting, for errors in the user's own words. */
const FLAG_OF_PATH: Readonly<Record<string, keyof typeof OPTIONS>> = {
  "limits.requestsPerSecond": "rps",
  "limits.burst": "burst",
  "limits.concurrency": "concurrency",
  "limits.tokensPerMinute": "tpm",
  "limits.inputTokensPerMinute": "input-tpm",
  "limits.outputTokensPerMinute": "output-tpm",
  "limits.requestsPerDay": "rpd",
  "limits.tokenBurst": "token-burst",
  "limits.othersPerSecond": "others",
  latencyMedianMs: "median",
  latencyP95Ratio: "p95",
  "faults.error500": "e500",
  "faults.error503": "e503",
  "faults.error529": "e529",
  "faults.reset": "reset",
  "faults.timeout": "timeout",
  judgeNonsense: "judge-nonsense",
  quotaAfterRequests: "quota-after",
  retryAfter: "retry-after",
  dialect: "dialect",
  answersFile: "answers",
  seed: "seed",
};

/**
 * Reads the command line of the simulator. `readFile` reads the file of `--settings`.
 * @throws DomainError invalid-input with one line that names the flag and what it accepts
 */
export function parseSimulatorFlags(argv: readonly string[], readFile: (path: string) => string): SimulatorFlags {
  const flags = readFlags(argv);
  const port = number("port", flags.port) ?? 4010;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw wrong("port", "a whole number from 0 to 65535", flags.port);
  const base: unknown = flags.settings === undefined ? {} : readJson(flags.settings, readFile);
  const fromFile = simulatedSettingsSchema.safeParse(base);
  if (!fromFile.success) {
    const [issue] = fromFile.error.issues;
    throw invalid(`--settings ${flags.settings}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not settings"}`);
  }
  const merged = simulatedSettingsSchema.safeParse(overlay(fromFile.data, flags));
  if (merged.success) return { port, settings: merged.data };
  const [issue] = merged.error.issues;
  const flag = FLAG_OF_PATH[issue?.path.join(".") ?? ""];
  throw invalid(`--${flag ?? "settings"}: ${issue?.message ?? "not accepted"}${flag ? ` (got ${flags[flag]})` : ""}`);
}

function readFlags(argv: readonly string[]): FlagValues {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
    throw new DomainError("invalid-input", `${sentence}. See --help`, [], { cause: error });
  }
}

function overlay(settings: SimulatedSettings, flags: FlagValues): unknown {
  const median = number("median", flags.median) ?? settings.latencyMedianMs;
  return {
    ...settings,
    limits: {
      ...settings.limits,
      ...given("requestsPerSecond", number("rps", flags.rps)),
      ...given("burst", number("burst", flags.burst)),
      ...given("concurrency", number("concurrency", flags.concurrency)),
      ...given("tokensPerMinute", number("tpm", flags.tpm)),
      ...given("inputTokensPerMinute", number("input-tpm", flags["input-tpm"])),
      ...given("outputTokensPerMinute", number("output-tpm", flags["output-tpm"])),
      ...given("requestsPerDay", number("rpd", flags.rpd)),
      ...given("tokenBurst", number("token-burst", flags["token-burst"])),
      ...given("othersPerSecond", number("others", flags.others)),
    },
    latencyMedianMs: median,
    latencyP95Ratio: p95Ratio(number("p95", flags.p95), median) ?? settings.latencyP95Ratio,
    faults: {
      ...settings.faults,
      ...given("error500", number("e500", flags.e500)),
      ...given("error503", number("e503", flags.e503)),
      ...given("error529", number("e529", flags.e529)),
      ...given("reset", number("reset", flags.reset)),
      ...given("timeout", number("timeout", flags.timeout)),
    },
    ...given("judgeNonsense", number("judge-nonsense", flags["judge-nonsense"])),
    ...given("quotaAfterRequests", number("quota-after", flags["quota-after"])),
    ...given("retryAfter", retryAfter(flags["retry-after"])),
    ...given("dialect", flags.dialect),
    ...given("answersFile", flags.answers),
    ...given("seed", number("seed", flags.seed)),
  };
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

function number(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw wrong(flag, "a number", text);
  return value;
}

function retryAfter(text: string | undefined): string | number | undefined {
  return text === "due" || text === "none" ? text : number("retry-after", text);
}

function p95Ratio(p95: number | undefined, median: number): number | undefined {
  if (p95 === undefined || median === 0) return undefined;
  if (p95 < median || p95 > 20 * median)
    throw wrong("p95", `from the median (${median} ms) to 20 times it`, String(p95));
  return p95 / median;
}

function readJson(path: string, readFile: (path: string) => string): unknown {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    throw new DomainError("invalid-input", `--settings: ${path} cannot be read`, [], { cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DomainError("invalid-input", `--settings: ${path} is not JSON`, [], { cause: error });
  }
}

function wrong(flag: string, accepts: string, got: string | undefined): DomainError {
  return invalid(`--${flag} must be ${accepts} (got ${got})`);
}

function invalid(message: string): DomainError {
  return new DomainError("invalid-input", message);
}
