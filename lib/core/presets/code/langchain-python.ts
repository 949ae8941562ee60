import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader, secondsOf } from "./code-header";
import { neverCarried, PER_PROCESS, tokensNotCarried } from "./not-carried";

/** LangChain for Python: its rate limiter for the pace, a semaphore for the slots, and a retry around both. */
export function langchainPythonCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  const { requestsPerSecond, burst, concurrency, retry } = limits;
  // The limiter looks for a permit this often: a tenth of the time between two, and never busily.
  const lookEvery = Math.min(0.1, Math.max(0.005, Number((0.1 / requestsPerSecond).toFixed(3))));
  return {
    text: `${codeHeader(source, "#")}
import asyncio
import random

import openai
from langchain_core.rate_limiters import InMemoryRateLimiter
from langchain_openai import ChatOpenAI

ATTEMPTS = ${retry.attempts}
RETRYABLE = (
    openai.RateLimitError,
    openai.APITimeoutError,
    openai.APIConnectionError,
    openai.InternalServerError,
)

limiter = InMemoryRateLimiter(
    requests_per_second=${requestsPerSecond},
    max_bucket_size=${burst},
    check_every_n_seconds=${lookEvery},
)
limiter.available_tokens = ${burst}  # its bucket starts empty otherwise

llm = ChatOpenAI(
    model="gpt-4.1-mini",
    rate_limiter=limiter,
    max_retries=0,  # the client's own retries would go past the limiter
    timeout=${secondsOf(limits.requestTimeoutMs)},
)


def asked_wait(error):
    """Seconds that the provider asks to wait; 0 where it names none."""
    response = getattr(error, "response", None)
    headers = response.headers if response is not None else {}
    try:
        if "retry-after-ms" in headers:
            return float(headers["retry-after-ms"]) / 1000
        return float(headers.get("retry-after", 0))
    except ValueError:
        return 0


async def ask(slots, prompt):
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with slots:
                return await llm.ainvoke(prompt)
        except RETRYABLE as error:
            asked = asked_wait(error)
            if attempt == ATTEMPTS${retry.giveUpAfterMs === null ? "" : ` or asked > ${secondsOf(retry.giveUpAfterMs)}`}:
                raise
            ceiling = min(${secondsOf(retry.maxDelayMs)}, ${secondsOf(retry.baseDelayMs)} * 2 ** (attempt - 1))
            await asyncio.sleep(max(asked, ${retry.jitter === "full" ? "random.uniform(0, ceiling)" : "ceiling"}))


async def ask_all(prompts):
    """Answers in the order of the prompts; where one failed for good, its error stands in its place."""
    slots = asyncio.Semaphore(${concurrency})
    return await asyncio.gather(*(ask(slots, prompt) for prompt in prompts), return_exceptions=True)
`,
    notCarried: [
      "llm.batch(), llm.abatch() and llm.stream(): only ask_all() keeps the limit on requests at once",
      "A Retry-After that is a date is not honoured; one in seconds is",
      "A 429 makes its own call wait; the others go on",
      PER_PROCESS,
      ...tokensNotCarried(limits),
      ...neverCarried(limits),
    ],
  };
}
