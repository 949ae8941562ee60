import { limitWords } from "../../words/number-words";
import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader } from "./code-header";
import { neverCarried, PER_PROCESS, tokensNotCarried } from "./not-carried";

/** Inspect knows connections, retries and timeouts, and no rate. */
export function inspectCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  const { retry } = limits;
  return {
    text: `${codeHeader(source, "#")}
from inspect_ai import eval

logs = eval(
    "task.py",
    model="openai/gpt-4.1-mini",
    max_connections=${limits.concurrency},
    max_retries=${retry.attempts - 1},
    attempt_timeout=${Math.ceil(limits.requestTimeoutMs / 1000)},
)
# The same on the command line:
#   inspect eval task.py --max-connections ${limits.concurrency} --max-retries ${retry.attempts - 1} --attempt-timeout ${Math.ceil(limits.requestTimeoutMs / 1000)}
`,
    notCarried: [
      `${limitWords(limits.requestsPerSecond)} requests per second and burst ${limits.burst}: Inspect has no limit on the rate. At once divided by seconds per call is what it sends`,
      `Backoff of ${retry.baseDelayMs} to ${retry.maxDelayMs} ms: Inspect's own begins at 3 s and grows to 30 min`,
      "A slot is held during a backoff",
      "The vendor's client may retry beside it",
      "Each model has its own connections: a grader's come on top",
      ...(retry.giveUpAfterMs === null ? [] : ["Giving up on a long Retry-After"]),
      PER_PROCESS,
      ...tokensNotCarried(limits),
      ...neverCarried(limits),
    ],
  };
}
