import type { LanguageModelV3 } from "@ai-sdk/provider";
import type { FetchFunction } from "../http/recording-fetch";

export interface VendorConnection {
  /** null: the vendor's own address. */
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
}

/** Makes the SDK's model that sends through `fetch`. Cheap (a few microseconds), so every call has its own. */
export type LanguageModelFactory = (modelId: string, fetch: FetchFunction) => LanguageModelV3;
