import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { limitsSchema } from "@/lib/core/limits/limits";
import { CODE_TARGETS, type CodeTarget } from "@/lib/core/presets/code-targets";
import type { CodeSource } from "@/lib/core/presets/generated-code";

const SOURCES = {
  usual: { requestsPerSecond: 5, burst: 10, concurrency: 8 },
  slow: { requestsPerSecond: 0.5, burst: 1, concurrency: 1, retry: { attempts: 1, jitter: "none" } },
  fast: { requestsPerSecond: 50, burst: 10, concurrency: 32, requestTimeoutMs: 1500 },
  full: {
    requestsPerSecond: 0.01,
    burst: 3,
    concurrency: 2,
    tokensPerMinute: 90_000,
    inputTokensPerMinute: 50_000,
    outputTokensPerMinute: 8000,
    requestsPerDay: 14_400,
    adaptive: true,
    retry: { attempts: 6, giveUpAfterMs: 90_000 },
  },
} as const;

function sourceOf(name: keyof typeof SOURCES): CodeSource {
  const limits = limitsSchema.parse(SOURCES[name]);
  return { slug: "openai-default", n: 7, author: "Ana\nPrivalova", createdAt: "2026-01-31T14:05:00.000Z", limits };
}
function target(id: string): CodeTarget {
  const found = CODE_TARGETS.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no target ${id}`);
  return found;
}
const names = Object.keys(SOURCES) as (keyof typeof SOURCES)[];

describe("copied code", () => {
  it.each(CODE_TARGETS.map(({ id }) => id))("for %s says what it is meant for and where it stands", (id) => {
    const link = "https://evals.example/presets/openai-default?v=7";
    const { text } = target(id).generate({ ...sourceOf("usual"), meantFor: "OpenAI · gpt-4o*\nrm", link });
    expect(text).toContain(link);
    expect(text).toMatch(/OpenAI · gpt-4o\*(\\n| )rm/);
    expect(target(id).generate(sourceOf("usual")).text).not.toContain("for null");
  });

  it.each(CODE_TARGETS.map(({ id }) => id))("for %s says whose limits it has, and what it does not keep", (id) => {
    const { text, notCarried } = target(id).generate(sourceOf("usual"));
    expect(text).toMatch(/openai-default(@| v)7/);
    expect(text).toMatch(/Ana(\\n| )Privalova/);
    expect(text).toContain("2026-01-31");
    expect(notCarried.length).toBeGreaterThan(0);
    expect(text.endsWith("\n")).toBe(true);
  });

  it.each(CODE_TARGETS.map(({ id }) => id).filter((id) => id !== "json" && id !== "env"))(
    "for %s names every limit that only this version has",
    (id) => {
      const usual = target(id).generate(sourceOf("usual")).notCarried.join("\n");
      expect(usual).not.toMatch(/per day|Adaptive|tokens? per minute/i);
      const full = target(id).generate(sourceOf("full")).notCarried.join("\n");
      expect(full).toMatch(/14,400 requests per day/);
      expect(full).toMatch(/Adaptive/);
      expect(full).toMatch(/50,000 input tokens/);
      expect(full).toMatch(/Tokens per minute|90,000 tokens/);
    },
  );

  it("as JSON and .env carries every value", () => {
    const source = sourceOf("full");
    expect(JSON.parse(target("json").generate(source).text)).toMatchObject({ limits: source.limits });
    const env = target("env").generate(source).text;
    expect(env).toContain("LIMITS_REQUESTS_PER_SECOND=0.01\n");
    expect(env).toContain("LIMITS_RETRY_GIVE_UP_AFTER_MS=90000\n");
    expect(env).toContain("LIMITS_PRESET=openai-default@7\n");
    for (const line of env.trim().split("\n")) expect(line).toMatch(/^(# .*|[A-Z_]+=\S+)$/);
  });
});

describe("YAML", () => {
  it.each(names)("of promptfoo has its keys (%s)", (name) => {
    const { limits } = sourceOf(name);
    const config = parse(target("promptfoo").generate(sourceOf(name)).text);
    expect(config).toEqual({
      evaluateOptions: { maxConcurrency: limits.concurrency },
      providers: [{ id: expect.any(String), config: { maxRetries: limits.retry.attempts - 1 } }],
    });
  });

  it("of promptfoo with the delay uncommented paces one request at a time", () => {
    const { text } = target("promptfoo").generate(sourceOf("usual"));
    expect(parse(text.replace("# delay", "delay"))).toMatchObject({ evaluateOptions: { delay: 200 } });
  });

  it.each([
    ["usual", { rpm: 300, max_parallel_requests: 8, max_retries: 0 }],
    ["slow", { rpm: 30, max_parallel_requests: 1 }],
    ["full", { rpm: 1, tpm: 90_000, max_parallel_requests: 2 }],
  ] as const)("of LiteLLM's proxy has its keys (%s)", (name, params) => {
    const { limits } = sourceOf(name);
    const config = parse(target("litellm-yaml").generate(sourceOf(name)).text);
    expect(config.model_list[0].litellm_params).toMatchObject(params);
    expect(config.router_settings).toMatchObject({
      num_retries: limits.retry.attempts - 1,
      timeout: limits.requestTimeoutMs / 1000,
      optional_pre_call_checks: ["enforce_model_rate_limits"],
    });
  });
});

const python = spawnSync("python3", ["--version"], { encoding: "utf8" });
const hasPython = python.status === 0;
// Where the project is judged Python has to be there; elsewhere its absence is said, not passed over.
const WITHOUT = hasPython || process.env.CI ? "" : " (skipped: there is no python3 on this machine)";

describe.skipIf(WITHOUT !== "")(`Python${WITHOUT}`, () => {
  /** Python reads the code, and gives the keyword arguments of each call by the name of what is called. */
  const READ = `
import ast, json, sys
text = sys.stdin.read()
compile(text, "snippet.py", "exec")
calls = {}
for node in ast.walk(ast.parse(text)):
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        values = {}
        for keyword in node.keywords:
            try:
                values[keyword.arg] = ast.literal_eval(keyword.value)
            except ValueError:
                values[keyword.arg] = ast.unparse(keyword.value)
        calls[node.func.id] = values
print(json.dumps(calls))
`;
  const callsOf = (id: string, name: keyof typeof SOURCES) => {
    const read = spawnSync("python3", ["-c", READ], {
      input: target(id).generate(sourceOf(name)).text,
      encoding: "utf8",
    });
    expect(read.stderr).toBe("");
    return JSON.parse(read.stdout) as Record<string, Record<string, unknown>>; // As the script above prints it.
  };

  it.each(names)("of LangChain compiles, and paces its model (%s)", (name) => {
    const { limits } = sourceOf(name);
    const calls = callsOf("py", name);
    expect(calls.InMemoryRateLimiter).toMatchObject({
      requests_per_second: limits.requestsPerSecond,
      max_bucket_size: limits.burst,
    });
    expect(calls.ChatOpenAI).toMatchObject({ rate_limiter: "limiter", max_retries: 0 });
  });

  it.each(names)("of Inspect compiles, with its options (%s)", (name) => {
    const { limits } = sourceOf(name);
    expect(callsOf("inspect", name).eval).toMatchObject({
      max_connections: limits.concurrency,
      max_retries: limits.retry.attempts - 1,
    });
  });

  it.each(names)("of LiteLLM compiles, with its limits by the minute (%s)", (name) => {
    const { limits } = sourceOf(name);
    const { Router } = callsOf("litellm", name);
    expect(Router).toMatchObject({
      num_retries: limits.retry.attempts - 1,
      optional_pre_call_checks: ["enforce_model_rate_limits"],
      model_list: [
        {
          litellm_params: {
            rpm: Math.max(1, Math.floor(limits.requestsPerSecond * 60)),
            max_parallel_requests: limits.concurrency,
          },
        },
      ],
    });
  });
});
