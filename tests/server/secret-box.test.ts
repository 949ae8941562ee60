import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createSecretBox, loadSecretKey } from "@/lib/server/secret-box";

const root = mkdtempSync(path.join(tmpdir(), "evalpace-secret-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;
const freshDir = () => path.join(root, `dir-${++made}`);

const KEY = Buffer.alloc(32, 7);
const box = createSecretBox(KEY);

/** The sealed text with one byte changed. */
function tampered(sealed: string, at: number): string {
  const bytes = Buffer.from(sealed, "base64url");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString("base64url");
}

describe("a sealed key", () => {
  it("opens to what it was", () => {
    expect(box.open(box.seal("sk-ünïcode-123", "prv_1"), "prv_1")).toBe("sk-ünïcode-123");
  });
  it("shows nothing of the text, and never looks the same twice", () => {
    const sealed = box.seal("sk-secret-secret", "prv_1");
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("secret");
    expect(box.seal("sk-secret-secret", "prv_1")).not.toBe(sealed);
  });
  it.each([0, 1, 13, 29, 40])("does not open with byte %i changed", (at) => {
    const sealed = box.seal("sk-0123456789abcdef", "prv_1");
    expect(() => box.open(tampered(sealed, at), "prv_1")).toThrow(/Enter the key again/);
  });
  it("does not open for another provider, with another key, or cut off", () => {
    const sealed = box.seal("sk-1", "prv_1");
    expect(() => box.open(sealed, "prv_2")).toThrow(/cannot be decrypted/);
    expect(() => createSecretBox(Buffer.alloc(32, 8)).open(sealed, "prv_1")).toThrow(/cannot be decrypted/);
    expect(() => box.open(sealed.slice(0, 20), "prv_1")).toThrow(/cannot be decrypted/);
    expect(() => box.open("", "prv_1")).toThrow(/cannot be decrypted/);
  });
});

describe("the installation's key", () => {
  it("is made once, for its owner's eyes alone", () => {
    const dataDir = freshDir();
    const key = loadSecretKey({ secret: undefined, dataDir });
    expect(key).toHaveLength(32);
    expect(statSync(path.join(dataDir, "secret.key")).mode & 0o777).toBe(0o600);
    expect(loadSecretKey({ secret: undefined, dataDir })).toEqual(key);
  });
  it("differs between installations", () => {
    expect(loadSecretKey({ secret: undefined, dataDir: freshDir() })).not.toEqual(
      loadSecretKey({ secret: undefined, dataDir: freshDir() }),
    );
  });
  it("is not replaced where its file is damaged", () => {
    const dataDir = freshDir();
    loadSecretKey({ secret: undefined, dataDir });
    const file = path.join(dataDir, "secret.key");
    writeFileSync(file, "oops");
    expect(() => loadSecretKey({ secret: undefined, dataDir })).toThrow(/secret\.key must hold 64/);
    expect(readFileSync(file, "utf8")).toBe("oops");
  });
  it("is taken from the environment: 32 bytes as they are, in hex or base64", () => {
    const dataDir = "/nowhere";
    expect(loadSecretKey({ secret: KEY.toString("hex"), dataDir })).toEqual(KEY);
    expect(loadSecretKey({ secret: KEY.toString("base64"), dataDir })).toEqual(KEY);
  });
  it("is derived from a passphrase, always the same", () => {
    const dataDir = "/nowhere";
    const key = loadSecretKey({ secret: "correct horse battery", dataDir });
    expect(key).toHaveLength(32);
    expect(loadSecretKey({ secret: "correct horse battery", dataDir })).toEqual(key);
    expect(loadSecretKey({ secret: "correct horse batterY", dataDir })).not.toEqual(key);
  });
});
