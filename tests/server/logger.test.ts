import { describe, expect, it, vi } from "vitest";
import { KnownSecrets } from "@/lib/server/known-secrets";
import { createLogger } from "@/lib/server/logger";

/** What the logger writes to stdout for one line. */
function written(fields: Record<string, unknown>, message = "a message", secrets = new KnownSecrets()): string {
  const lines: string[] = [];
  const stream = { write: (line: string) => void lines.push(line) };
  createLogger("info", secrets, stream).info(fields, message);
  return lines.join("");
}

describe("the log", () => {
  it("is a line of JSON with level and ISO time", () => {
    const line = JSON.parse(written({ runId: "run_1" }));
    expect(line).toMatchObject({ level: "info", msg: "a message", runId: "run_1", time: expect.stringMatching(/Z$/) });
  });
  it.each([
    { apiKey: "sk-leak" },
    { provider: { apiKey: "sk-leak" } },
    { request: { headers: { authorization: "Bearer sk-leak" } } },
    { request: { headers: { "x-api-key": "sk-leak" } } },
    { a: { b: { c: { apiKeyCipher: "sk-leak" } } } },
  ])("never shows a key: %o", (fields) => {
    expect(written(fields)).not.toContain("sk-leak");
  });
  it("strikes known keys wherever they stand, whatever they look like, and stays JSON", () => {
    const secrets = new KnownSecrets();
    const key = 'odd"key\\with ü';
    secrets.add(key);
    const err = new Error(`401 for ${key}`, { cause: new Error(`at https://host/?key=${key}`) });
    const line = written({ err, deep: { list: [{ note: `x${key}x` }] } }, `said ${key}`, secrets);
    expect(JSON.parse(line)).toMatchObject({ msg: "said [key]", deep: { list: [{ note: "x[key]x" }] } });
    expect(line).not.toContain("with ü");
  });
  it.each(["sk-proj-0123456789abcdef", "gsk_0123456789abcdef", "AIzaSyA0123456789abcdef", "Bearer 0a1b2c3d4e5f"])(
    "strikes what looks like a key, known or not: %s",
    (key) => {
      const line = written({ err: new Error(`refused ${key}`), url: `"${key}"` }, `with "${key}", then more`);
      expect(line).not.toContain(key);
      expect(JSON.parse(line).msg).toBe('with "[key]", then more');
    },
  );
  it("says nothing below its level", () => {
    const write = vi.fn();
    createLogger("error", new KnownSecrets(), { write }).info({}, "quiet");
    expect(write).not.toHaveBeenCalled();
  });
});
