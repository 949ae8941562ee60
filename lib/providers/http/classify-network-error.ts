import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";

export interface Verdict {
  readonly fate: Exclude<AttemptFate, { outcome: "ok" }>;
  readonly code: string;
  readonly message: string;
}

const NETWORK: AttemptFate & { outcome: "transient" } = { outcome: "transient", reason: "network", retryAfterMs: null };

/** System and undici codes, with what they mean to a person. */
const KNOWN: Readonly<Record<string, { code: string; message: string }>> = {
  ECONNREFUSED: { code: "connection-refused", message: "the provider's address refused the connection" },
  ENOTFOUND: { code: "host-not-found", message: "the provider's host name could not be resolved" },
  EAI_AGAIN: { code: "host-not-found", message: "the provider's host name could not be resolved" },
  ECONNRESET: { code: "connection-reset", message: "the connection was reset" },
  EPIPE: { code: "connection-reset", message: "the connection was reset" },
  UND_ERR_SOCKET: {
    code: "connection-closed",
    message: "the provider closed the connection before its answer was whole",
  },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    code: "connection-closed",
    message: "the provider closed the connection before its answer was whole",
  },
  EHOSTUNREACH: { code: "unreachable", message: "the provider's host cannot be reached" },
  ENETUNREACH: { code: "unreachable", message: "the provider's network cannot be reached" },
  ETIMEDOUT: { code: "connect-timeout", message: "the provider's address did not answer" },
  UND_ERR_CONNECT_TIMEOUT: { code: "connect-timeout", message: "the provider's address did not answer" },
};

/** Codes of undici's own deadlines, which lie beyond most of ours. */
const TIMEOUTS = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/** Whatever is wrong with a certificate is wrong for every request. */
const TLS = /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** What a request that got no whole response met, by the error's code. `hadHead`: the status line had come. */
export function classifyNetworkError(error: unknown, hadHead: boolean): Verdict {
  const code = deepestCode(error);
  const known = KNOWN[code];
  if (known !== undefined) {
    const midBody = hadHead && known.code === "connection-reset";
    return { fate: NETWORK, ...known, code: midBody ? "connection-closed" : known.code };
  }
  if (TIMEOUTS.has(code)) {
    return {
      fate: { outcome: "transient", reason: "timeout", retryAfterMs: null },
      code: "timeout",
      message: "the provider did not answer in time",
    };
  }
  if (TLS.test(code)) {
    return {
      fate: { outcome: "bad-request", stopsRun: true },
      code: "tls-error",
      message: `the provider's certificate was not accepted (${code})`,
    };
  }
  if (!hadHead && (code.startsWith("HPE_") || code === "ERR_INVALID_URL" || code === "bad port")) {
    return {
      fate: { outcome: "bad-request", stopsRun: true },
      code: "not-an-api",
      message: "the provider's URL does not lead to an HTTP API; check its base URL",
    };
  }
  return {
    fate: NETWORK,
    code: hadHead ? "connection-closed" : "network",
    message: hadHead
      ? "the connection broke before the answer was whole"
      : `the request could not be sent${code === "" ? "" : ` (${code})`}`,
  };
}

/** fetch wraps the cause (`TypeError: fetch failed`), sometimes twice; with several addresses it is an AggregateError. */
function deepestCode(error: unknown): string {
  let current: unknown = error;
  let code = "";
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") code = current.code;
    // undici refuses ports that browsers block with a bare Error.
    else if (current.message === "bad port") code = "bad port";
    current = current.cause ?? (current instanceof AggregateError ? current.errors[0] : undefined);
  }
  return code;
}
