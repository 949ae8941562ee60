import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DomainError } from "@/lib/core/errors";

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Encrypts short secrets (provider keys) for storage. */
export interface SecretBox {
  /** `owner` ties the text to its place (e.g. the provider's id): moved elsewhere, it does not open. */
  seal(text: string, owner: string): string;
  /** @throws DomainError unavailable, where the text was sealed with another key, for another owner, or was changed */
  open(sealed: string, owner: string): string;
}

/**
 * AES-256-GCM with a random nonce for each text; stored as base64url of version, nonce, tag and cipher text. `onText` is
 * told every text that is sealed or opened.
 */
export function createSecretBox(key: Buffer, onText: (text: string) => void = () => {}): SecretBox {
  if (key.length !== KEY_BYTES) throw new Error(`A secret box needs a key of ${KEY_BYTES} bytes, not ${key.length}`);
  return {
    seal(text, owner) {
      onText(text);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(owner));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]).toString("base64url");
    },
    open(sealed, owner) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) throw unreadable();
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES })
          .setAAD(Buffer.from(owner))
          .setAuthTag(tag);
        const body = bytes.subarray(1 + NONCE_BYTES + TAG_BYTES);
        const text = Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
        onText(text);
        return text;
      } catch (cause) {
        throw unreadable(cause);
      }
    },
  };
}

function unreadable(cause?: unknown): DomainError {
  return new DomainError(
    "unavailable",
    "The stored API key cannot be decrypted: it was stored under another EVALPACE_SECRET (or another secret.key in DATA_DIR), or was changed. Enter the key again.",
    [],
    { cause },
  );
}

/**
 * The key of this installation: EVALPACE_SECRET where given (32 bytes as hex or base64 are taken as they are, any other
 * text goes through scrypt), else `secret.key` in the data directory, made on first use with mode 0600.
 */
export function loadSecretKey(settings: { secret: string | undefined; dataDir: string }): Buffer {
  return settings.secret !== undefined ? keyFromText(settings.secret) : keyFromFile(settings.dataDir);
}

function keyFromText(secret: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(secret)) return Buffer.from(secret, "hex");
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(secret)) return Buffer.from(secret, "base64");
  // The salt is fixed: there is no place outside the database to keep one, and each installation has its own secret.
  return scryptSync(secret, "evalpace provider keys", KEY_BYTES, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 });
}

function keyFromFile(dataDir: string): Buffer {
  const file = path.join(dataDir, "secret.key");
  const found = readKeyFile(file);
  if (found !== null) return found;
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  try {
    // A link appears whole or not at all, and never over another: two first starts at once end up with one key.
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readKeyFile(file);
  if (made === null) throw new Error(`${file} vanished while it was being made`);
  return made;
}

function readKeyFile(file: string): Buffer | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new Error(
      `${file} must hold 64 hexadecimal digits. Restore it from a backup; without it stored API keys are lost.`,
    );
  }
  return Buffer.from(text, "hex");
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
