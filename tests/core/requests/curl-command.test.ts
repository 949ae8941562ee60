import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type CurlRequest, curlCommand } from "@/lib/core/requests/curl-command";

const TRICKY = `It's "quoted", $HOME \`date\` \\n\nשלום 🦉 !`;
const request: CurlRequest = {
  kind: "openai",
  baseUrl: null,
  dialect: null,
  hasApiKey: true,
  model: "gpt-4.1-mini",
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: TRICKY },
  ],
  params: { temperature: 0, maxOutputTokens: 50 },
};

/** What a shell would hand to curl: its arguments, with the key filled in. */
function argumentsOf(command: string | null, env: Record<string, string> = {}): string[] {
  const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; }\n${command}`;
  return execFileSync("sh", ["-c", script], { env: { ...process.env, ...env, HOME: "/nowhere" }, encoding: "utf8" })
    .split("\0")
    .slice(0, -1);
}

function bodyOf(args: readonly string[]): unknown {
  return JSON.parse(args.at(-1) ?? "");
}

describe("a case's request as a command", () => {
  it("reaches curl unharmed by the shell, with the key from the environment", () => {
    const args = argumentsOf(curlCommand(request), { OPENAI_API_KEY: "sk-secret" });
    expect(args[0]).toBe("https://api.openai.com/v1/chat/completions");
    expect(args).toContain("authorization: Bearer sk-secret");
    expect(bodyOf(args)).toEqual({
      model: "gpt-4.1-mini",
      messages: request.messages,
      temperature: 0,
      max_tokens: 50,
    });
  });

  it("names the limit on an answer as reasoning models want it", () => {
    expect(bodyOf(argumentsOf(curlCommand({ ...request, model: "o4-mini" })))).toMatchObject({
      max_completion_tokens: 50,
    });
  });

  it("speaks Anthropic's dialect", () => {
    const args = argumentsOf(curlCommand({ ...request, kind: "anthropic", params: { stop: ["END"] } }));
    expect(args[0]).toBe("https://api.anthropic.com/v1/messages");
    expect(args).toContain("anthropic-version: 2023-06-01");
    expect(bodyOf(args)).toEqual({
      model: "gpt-4.1-mini",
      max_tokens: 4096,
      system: "Be brief.",
      messages: [{ role: "user", content: TRICKY }],
      stop_sequences: ["END"],
    });
  });

  it("speaks Gemini's dialect", () => {
    const args = argumentsOf(curlCommand({ ...request, kind: "google", model: "gemini-2.5-flash" }));
    expect(args[0]).toBe("https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent");
    expect(bodyOf(args)).toMatchObject({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [{ role: "user", parts: [{ text: TRICKY }] }],
      generationConfig: { temperature: 0, maxOutputTokens: 50 },
    });
  });

  it("goes to the address of one's own server, with a key only where there is one", () => {
    const own = { ...request, kind: "openai-compatible", baseUrl: "http://127.0.0.1:8000/v1/" } as const;
    expect(argumentsOf(curlCommand({ ...own, hasApiKey: false }))).toEqual([
      "http://127.0.0.1:8000/v1/chat/completions",
      "-H",
      "content-type: application/json",
      "--data-raw",
      expect.any(String),
    ]);
    expect(curlCommand(own)).toContain("Bearer $API_KEY");
  });

  it("is none where there is no address", () => {
    expect(curlCommand({ ...request, kind: "simulated", dialect: "openai" })).toBeNull();
    const served = curlCommand({ ...request, kind: "simulated", dialect: "gemini", baseUrl: "http://127.0.0.1:9/v1" });
    expect(served).toContain("http://127.0.0.1:9/v1/models/gpt-4.1-mini:generateContent");
  });
});
