import type { CountTokens } from "@/lib/core/tokens/count-tokens";

/** Four characters to a token, as the simulated provider counts. */
export const countByLength: CountTokens = (text) => Math.ceil(text.length / 4);
