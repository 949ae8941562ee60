import { type Limits, limitsSchema } from "./limits";

/** The kinds of provider connection; `openai-compatible` is any base URL that speaks OpenAI's chat API. */
export const PROVIDER_KINDS = ["openai", "anthropic", "google", "openai-compatible", "simulated"] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

/** Presets every workspace starts with; `careful` suits a new account of any vendor. */
export const STARTER_PRESETS = [
  {
    slug: "careful",
    name: "Careful",
    description: "For a new or shared account: one request a second, four at once.",
    limits: limitsSchema.parse({ requestsPerSecond: 1, burst: 2, concurrency: 4 }),
  },
  {
    slug: "normal",
    name: "Normal",
    description: "For a paid account with a few hundred requests a minute.",
    limits: limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 }),
  },
  {
    slug: "fast",
    name: "Fast",
    description: "For a high tier or your own server: fifty requests a second.",
    limits: limitsSchema.parse({ requestsPerSecond: 50, burst: 10, concurrency: 32 }),
  },
] as const satisfies readonly { slug: string; name: string; description: string; limits: Limits }[];

/** The starter preset of a provider kind: what its pool gets when the user names none. */
export const STARTER_PRESET_OF_KIND: Record<ProviderKind, (typeof STARTER_PRESETS)[number]["slug"]> = {
  openai: "normal",
  anthropic: "careful",
  google: "careful",
  "openai-compatible": "normal",
  simulated: "fast",
};
