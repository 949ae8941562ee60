import { afterEach, describe, expect, it } from "vitest";
import { type LocalServer, startLocalServer } from "./local-server";
import { modelCall, providerAt, realClock } from "./model-call";
import { bodyText, RECORDED_AT, type RecordedResponse, recorded, recordedResponses } from "./recorded-response";

const servers: LocalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serverOf(fixture: RecordedResponse): Promise<LocalServer> {
  const server = await startLocalServer((_, response) => {
    // The time of the recording: dates in headers count from it.
    const date = new Date(RECORDED_AT).toUTCString();
    response.writeHead(fixture.status, { "content-type": "application/json", date, ...fixture.headers });
    response.end(bodyText(fixture));
  });
  servers.push(server);
  return server;
}

const GREETING = "Hello! How can I assist you today?";

describe("adapters against recorded responses", () => {
  it.each(recordedResponses)("one request, one fate: $name", async (fixture) => {
    const server = await serverOf(fixture);
    const clock = { ...realClock, now: () => RECORDED_AT };
    const result = await providerAt(fixture.vendor, server.url, {}, { clock }).call(modelCall());
    expect(server.seen).toHaveLength(1);
    expect(result.fate).toEqual(fixture.expected.fate);
    expect(result.error?.code ?? null).toBe(fixture.expected.code);
    expect(result.status).toBe(fixture.status);
    expect(result.sentAt).toBe(RECORDED_AT);
    expect(result.latencyMs).toBeGreaterThan(0);
    expect(JSON.stringify(result)).not.toMatch(/sk-|set-cookie|__cf_bm/);
    if (fixture.expected.fate.outcome === "ok") {
      expect(result.output).toBe(GREETING);
      expect(result.usage).toEqual({ inputTokens: 19, outputTokens: 10, cachedInputTokens: 0 });
    } else {
      expect(result.output).toBeNull();
    }
  });

  it("gives the headers and the vendor's id of the request", async () => {
    const server = await serverOf(recorded("openai-200"));
    const result = await providerAt("openai", server.url).call(modelCall());
    expect(result.requestId).toBe("req_8f1d0c6bb5f14cb1a7b6c5a7f7b4f9aa");
    expect(result.headers).toMatchObject({ "x-ratelimit-remaining-requests": "9999" });
  });
});

const params = { temperature: 0.5, topP: 0.9, maxOutputTokens: 64, seed: 7, stop: ["END"] };

describe("what each vendor is sent", () => {
  it("openai: chat completions with a bearer key", async () => {
    const server = await serverOf(recorded("openai-200"));
    await providerAt("openai", `${server.url}/v1`).call(modelCall({ params, model: "gpt-4o-mini" }));
    const [request] = server.seen;
    expect(request).toMatchObject({ method: "POST", path: "/v1/chat/completions" });
    expect(request?.headers.authorization).toBe("Bearer sk-test-0123456789abcdef");
    expect(JSON.parse(request?.body ?? "")).toEqual({
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Hello" },
      ],
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 64,
      seed: 7,
      stop: ["END"],
    });
  });

  it("anthropic: messages with x-api-key", async () => {
    const server = await serverOf(recorded("anthropic-200"));
    await providerAt("anthropic", `${server.url}/v1`).call(
      modelCall({ params: { maxOutputTokens: 64, stop: ["END"] } }),
    );
    const [request] = server.seen;
    expect(request).toMatchObject({ method: "POST", path: "/v1/messages" });
    expect(request?.headers["x-api-key"]).toBe("sk-test-0123456789abcdef");
    expect(JSON.parse(request?.body ?? "")).toMatchObject({
      model: "model-1",
      system: [{ type: "text", text: "Be brief." }],
      messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
      max_tokens: 64,
      stop_sequences: ["END"],
    });
  });

  it("google: generateContent with x-goog-api-key", async () => {
    const server = await serverOf(recorded("google-200"));
    await providerAt("google", `${server.url}/v1beta`).call(modelCall({ params, model: "gemini-2.5-flash" }));
    const [request] = server.seen;
    expect(request).toMatchObject({ method: "POST", path: "/v1beta/models/gemini-2.5-flash:generateContent" });
    expect(request?.headers["x-goog-api-key"]).toBe("sk-test-0123456789abcdef");
    expect(JSON.parse(request?.body ?? "")).toMatchObject({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [{ role: "user", parts: [{ text: "Hello" }] }],
      generationConfig: { temperature: 0.5, topP: 0.9, maxOutputTokens: 64, seed: 7, stopSequences: ["END"] },
    });
  });

  it("openai-compatible: no key, no authorization header", async () => {
    const server = await serverOf(recorded("openai-compatible-200"));
    await providerAt("openai-compatible", `${server.url}/v1`, { apiKey: null }).call(modelCall());
    expect(server.seen[0]).toMatchObject({ path: "/v1/chat/completions" });
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
  });

  it("google: an answer that asks for a second request does not get one", async () => {
    const fixture = recorded("google-200");
    const body = JSON.parse(bodyText(fixture)) as { candidates: Record<string, unknown>[] };
    Object.assign(body.candidates[0] ?? {}, { finishReason: "CONTINUATION", continuationToken: "t" });
    const server = await serverOf({ ...fixture, body });
    const result = await providerAt("google", server.url).call(modelCall());
    expect(server.seen).toHaveLength(1);
    expect(result).toMatchObject({
      fate: { outcome: "bad-request", stopsRun: false },
      error: { code: "unfinished-answer" },
    });
  });
});

describe("keys", () => {
  it.each(["openai", "anthropic", "google"] as const)("%s without a key: auth, and nothing is sent", async (kind) => {
    const server = await serverOf(recorded("openai-200"));
    for (const [apiKey, code] of [
      [null, "missing-key"],
      ["", "missing-key"],
      ["sk-ключ", "malformed-key"],
      ["two words", "malformed-key"],
    ] as const) {
      const result = await providerAt(kind, server.url, { apiKey }).call(modelCall());
      expect(result).toMatchObject({ fate: { outcome: "auth" }, status: null, error: { code } });
    }
    expect(server.seen).toHaveLength(0);
  });

  it("a key that a vendor echoes is struck from messages and headers", async () => {
    const key = "9f8e7d6c5b4a39281706";
    const fixture = recorded("openai-401-wrong-key");
    const server = await serverOf({
      ...fixture,
      headers: { "x-echo": `you sent ${key}`, "x-request-id": "r1" },
      body: { error: { message: `Wrong key ${key} (Bearer ${key}) ${"x".repeat(600)}`, code: "invalid_api_key" } },
    });
    const result = await providerAt("openai-compatible", server.url, { apiKey: key }).call(modelCall());
    expect(result.fate).toEqual({ outcome: "auth" });
    expect(JSON.stringify(result)).not.toContain(key);
    expect(result.error?.message.length).toBeLessThanOrEqual(500);
  });
});

describe("how each vendor is asked for JSON", () => {
  const schema = { type: "object", properties: { choice: { type: "string" } }, required: ["choice"] };
  const call = modelCall({ format: { name: "verdict", schema } });
  it.each([
    ["openai", "openai-200", "gpt-4o-mini", "response_format.json_schema.schema"],
    ["anthropic", "anthropic-200", "claude-3-5-haiku-20241022", "tools.0.input_schema"],
    ["google", "google-200", "gemini-2.0-flash", "generationConfig.responseSchema"],
  ] as const)("%s: by a schema", async (kind, fixture, model, path) => {
    const server = await serverOf(recorded(fixture));
    await providerAt(kind, `${server.url}/v1`).call({ ...call, model });
    let found: unknown = JSON.parse(server.seen[0]?.body ?? "{}");
    for (const key of path.split(".")) found = (found as Record<string, unknown>)[key];
    expect(found).toMatchObject({ properties: { choice: { type: expect.stringMatching(/string/i) } } });
  });

  it("openai-compatible: as JSON of any form, because few servers know schemas", async () => {
    const server = await serverOf(recorded("openai-200"));
    await providerAt("openai-compatible", `${server.url}/v1`).call(call);
    expect(JSON.parse(server.seen[0]?.body ?? "{}")).toMatchObject({ response_format: { type: "json_object" } });
  });
});
