import { describe, expect, it } from "vitest";
import { parseSimulatorFlags } from "@/lib/providers/simulated/simulator-flags";
import { settingsOf } from "./virtual-simulator";

function parse(line: string, file = ""): ReturnType<typeof parseSimulatorFlags> {
  return parseSimulatorFlags(line === "" ? [] : line.split(" "), (path) => {
    if (path === "missing.json") throw new Error("ENOENT");
    return file;
  });
}

describe("parseSimulatorFlags", () => {
  it("has defaults for everything", () => {
    expect(parse("")).toEqual({ port: 4010, settings: settingsOf() });
  });

  it("reads every flag", () => {
    const line =
      "--port 0 --rps 50 --burst 5 --concurrency 8 --tpm 9000 --input-tpm 8000 --output-tpm 700 --rpd 99 --token-burst 1500 --others 2 --median 100 --p95 300 --e500 0.02 --e503 0.01 --e529 0.03 " +
      "--reset 0.04 --timeout 0.05 --quota-after 9 --retry-after 3 --dialect gemini --answers a.jsonl --seed 4";
    expect(parse(line)).toEqual({
      port: 0,
      settings: settingsOf({
        limits: {
          requestsPerSecond: 50,
          burst: 5,
          concurrency: 8,
          tokensPerMinute: 9000,
          inputTokensPerMinute: 8000,
          outputTokensPerMinute: 700,
          requestsPerDay: 99,
          tokenBurst: 1500,
          othersPerSecond: 2,
        },
        latencyMedianMs: 100,
        latencyP95Ratio: 3,
        faults: { error500: 0.02, error503: 0.01, error529: 0.03, reset: 0.04, timeout: 0.05 },
        quotaAfterRequests: 9,
        retryAfter: 3,
        dialect: "gemini",
        answersFile: "a.jsonl",
        seed: 4,
      }),
    });
  });

  it("lays flags over a settings file", () => {
    const file = JSON.stringify({ limits: { requestsPerSecond: 2, burst: 3 }, seed: 5 });
    const { settings } = parse("--settings s.json --rps 9", file);
    expect(settings).toEqual(settingsOf({ limits: { requestsPerSecond: 9, burst: 3 }, seed: 5 }));
  });

  it.each([
    ["--rps fast", "--rps must be a number (got fast)"],
    ["--burst 0", "--burst: "],
    ["--e500 3", "--e500: "],
    ["--dialect klingon", "--dialect: "],
    ["--port 70000", "--port must be a whole number from 0 to 65535 (got 70000)"],
    ["--p95 1", "--p95 must be from the median (200 ms) to 20 times it (got 1)"],
    ["--speed 3", "Unknown option '--speed'. See --help"],
    ["--rps", "argument missing. See --help"],
    ["fast", "Unexpected argument 'fast'. See --help"],
    ["--settings missing.json", "--settings: missing.json cannot be read"],
    ["--settings s.json", "--settings: s.json is not JSON"],
  ])("refuses %s in one line", (line, message) => {
    expect(() => parse(line, "{")).toThrow(message);
    try {
      parse(line, "{");
    } catch (error) {
      expect(String(error)).not.toContain("\n");
    }
  });

  it("names the setting of the file that is wrong", () => {
    expect(() => parse("--settings s.json", '{"limits":{"burst":0}}')).toThrow("--settings s.json: limits.burst");
  });
});
