import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader, secondsOf } from "./code-header";
import { litellmNotCarried, requestsPerMinute } from "./litellm-limits";

/** The configuration of LiteLLM's proxy. */
export function litellmYamlCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  const tpm = limits.tokensPerMinute === null ? "" : `      tpm: ${limits.tokensPerMinute}\n`;
  return {
    text: `${codeHeader(source, "#")}
model_list:
  - model_name: eval-model
    litellm_params:
      model: openai/gpt-4.1-mini
      api_key: os.environ/OPENAI_API_KEY
      rpm: ${requestsPerMinute(source)}
${tpm}      max_parallel_requests: ${limits.concurrency}
      max_retries: 0
router_settings:
  num_retries: ${limits.retry.attempts - 1}
  retry_after: ${Math.ceil(limits.retry.baseDelayMs / 1000)}
  timeout: ${secondsOf(limits.requestTimeoutMs)}
  disable_cooldowns: true
  optional_pre_call_checks:
    - enforce_model_rate_limits
`,
    notCarried: [
      ...litellmNotCarried(source),
      "Whoever calls the proxy may retry beside it: set that client's retries to 0",
    ],
  };
}
