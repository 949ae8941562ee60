import { strikeKeyShapes } from "@/lib/providers/http/redact-secrets";

/** Shorter texts would be struck out of words that have nothing to do with them. */
const SHORTEST = 6;

/** The provider keys that this process has seen, to be struck from whatever is written. */
export class KnownSecrets {
  readonly #secrets = new Set<string>();

  add(secret: string): void {
    if (secret.length >= SHORTEST) this.#secrets.add(secret);
  }

  /** The text without known keys, as they are or as JSON writes them, and without what only looks like one. */
  strike(text: string): string {
    let struck = text;
    for (const secret of this.#secrets) {
      struck = struck.replaceAll(secret, "[key]");
      const inJson = JSON.stringify(secret).slice(1, -1);
      if (inJson !== secret) struck = struck.replaceAll(inJson, "[key]");
    }
    return strikeKeyShapes(struck);
  }
}
