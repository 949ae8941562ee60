import type { Tokenizer } from "@/lib/core/tokens/count-tokens";

/** English text has about four characters to a token (OpenAI's rule of thumb); used until the tokenizer is loaded. */
const CHARACTERS_PER_TOKEN = 4;

type Count = (text: string) => number;

/**
 * Counts with OpenAI's `o200k_base`, in plain JavaScript. Other vendors keep their vocabularies to themselves; how far
 * theirs differ is learned from the use that they report. Its two million characters of ranks are read at first use only.
 */
export function createTokenizer(): Tokenizer {
  let exact: Count | null = null;
  let loading: Promise<void> | null = null;
  const ready = () => {
    loading ??= load().then(
      (count) => {
        exact = count;
      },
      (error: unknown) => {
        // The next call tries again.
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  return {
    ready,
    count(text) {
      if (exact !== null) return exact(text);
      // Nobody waits for it here: until it is there, lengths do. Whoever needs it exact awaits `ready` and sees the error.
      ready().catch(() => {});
      return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
    },
  };
}

async function load(): Promise<Count> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  // What looks like a control token ("<|endoftext|>") is text here, as it is to the provider.
  const asText = { disallowedSpecial: new Set<string>() };
  return (text) => countTokens(text, asText);
}
