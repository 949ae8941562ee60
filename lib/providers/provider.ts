import type { CallUsage } from "@/lib/core/pricing/call-cost";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import type { ModelParams } from "@/lib/core/runs/model-params";
import type { ChatMessage } from "@/lib/core/runs/run-config";

/** JSON that an answer is asked to be. Models without structured output are told of it by the prompt alone. */
export interface JsonFormat {
  readonly name: string;
  /** JSON schema of an object. */
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One request to a model. */
export interface ModelCall {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly params: ModelParams;
  /** Absent or null: text. */
  readonly format?: JsonFormat | null | undefined;
  /** Aborting ends the request at the socket; the result then has the outcome `cancelled`. */
  readonly signal: AbortSignal;
  /** Longest time to the last byte. Passing it ends the request with `transient(timeout)`. */
  readonly timeoutMs: number;
  /** Called the moment the request is handed to the network, once; figures per second are counted here. */
  readonly onSent?: () => void;
}

/** What came of one request: exactly one HTTP request was sent, whatever the fate. */
export interface ModelCallResult {
  readonly fate: AttemptFate;
  /** HTTP status, null where no response came. */
  readonly status: number | null;
  /** Response headers, names in lower case; cookies and credentials removed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | null;
  /** The model's text; null unless the fate is ok. */
  readonly output: string | null;
  readonly usage: CallUsage;
  /** Epoch ms at which the request was sent. */
  readonly sentAt: number;
  /** Request sent to last byte, ms. */
  readonly latencyMs: number;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** The port. An adapter never throws for what a vendor does: every way to fail is a fate. It never retries. */
export interface ModelProvider {
  /** The same for connections that use one key at one place; what befalls the key of one befalls the others. Absent without a key. */
  readonly credential?: string | undefined;
  call(call: ModelCall): Promise<ModelCallResult>;
}
