import { limitWords } from "../../words/number-words";
import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader } from "./code-header";
import { neverCarried, PER_PROCESS, tokensNotCarried } from "./not-carried";

/** promptfoo knows requests at once, and a delay that allows just one at a time. */
export function promptfooCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  const { requestsPerSecond, concurrency, retry } = limits;
  const delayMs = Math.ceil(1000 / requestsPerSecond);
  return {
    text: `${codeHeader(source, "#")}
# Run it as: REQUEST_TIMEOUT_MS=${limits.requestTimeoutMs} PROMPTFOO_REQUEST_BACKOFF_MS=${retry.baseDelayMs} PROMPTFOO_RETRY_5XX=true promptfoo eval
evaluateOptions:
  maxConcurrency: ${concurrency}
  # The pace itself: uncomment it, and promptfoo sends one request at a time, at most one in ${delayMs} ms.
  # delay: ${delayMs}
providers:
  - id: openai:gpt-4.1-mini
    config:
      maxRetries: ${retry.attempts - 1}
`,
    notCarried: [
      `${limitWords(requestsPerSecond)} requests per second: not enforced unless delay is on, and then one at a time`,
      `Burst ${limits.burst}: there is no such setting`,
      "Retries do not wait for the pace; promptfoo lowers its concurrency after a 429 and raises it again",
      `Backoff: at most ${retry.maxDelayMs} ms here, its own there`,
      ...(retry.giveUpAfterMs === null ? [] : ["Giving up on a long Retry-After: it is waited for"]),
      PER_PROCESS,
      ...tokensNotCarried(limits),
      ...neverCarried(limits),
    ],
  };
}
