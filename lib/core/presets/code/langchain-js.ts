import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader } from "./code-header";
import { neverCarried, PER_PROCESS, tokensNotCarried } from "./not-carried";
import { pacedCalls } from "./paced-calls";

/** LangChain.js 1 has no rate limiter, and what is queued in it retries beside any: Bottleneck stands in front. */
export function langchainJsCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  return {
    text: `${codeHeader(source, "//")}
import { ChatOpenAI } from "@langchain/openai";
import Bottleneck from "bottleneck";

${pacedCalls(source, "js")}
const llm = new ChatOpenAI({
  model: process.env.MODEL ?? "gpt-4.1-mini",
  maxRetries: 0, // LangChain's own retries would go past the limiter
  timeout: ${limits.requestTimeoutMs},
  configuration: { baseURL: process.env.OPENAI_BASE_URL },
});

/** One answer; call it for all inputs at once, the limits see to the rest. */
export const ask = (input) => limited(() => llm.invoke(input));
`,
    notCarried: [
      "llm.batch() and llm.stream() go past the limiter: only ask() keeps the limits",
      "A 429 makes its own call wait; the others go on",
      PER_PROCESS,
      ...tokensNotCarried(limits),
      ...neverCarried(limits),
    ],
  };
}
