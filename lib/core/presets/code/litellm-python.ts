import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader, secondsOf } from "./code-header";
import { litellmNotCarried, requestsPerMinute } from "./litellm-limits";

/** LiteLLM's router: limits by the minute, on each deployment. */
export function litellmPythonCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  const tpm = limits.tokensPerMinute === null ? "" : `                "tpm": ${limits.tokensPerMinute},\n`;
  return {
    text: `${codeHeader(source, "#")}
from litellm import Router

router = Router(
    model_list=[
        {
            "model_name": "eval-model",
            "litellm_params": {
                "model": "openai/gpt-4.1-mini",
                "rpm": ${requestsPerMinute(source)},
${tpm}                "max_parallel_requests": ${limits.concurrency},
                "max_retries": 0,  # the client's own retries would not be counted
            },
        }
    ],
    num_retries=${limits.retry.attempts - 1},
    retry_after=${Math.ceil(limits.retry.baseDelayMs / 1000)},  # seconds, at least
    timeout=${secondsOf(limits.requestTimeoutMs)},
    disable_cooldowns=True,  # with one deployment a cooldown refuses every call
    optional_pre_call_checks=["enforce_model_rate_limits"],  # else rpm and tpm only choose between deployments
)


async def ask(messages):
    return await router.acompletion(model="eval-model", messages=messages)
`,
    notCarried: litellmNotCarried(source),
  };
}
