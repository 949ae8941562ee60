import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader, secondsOf } from "./code-header";
import { neverCarried, PER_PROCESS, tokensNotCarried } from "./not-carried";
import { pacedCalls } from "./paced-calls";

/** Bottleneck 2.19 for any client. */
export function bottleneckCode(source: CodeSource): GeneratedCode {
  const { limits } = source;
  return {
    text: `${codeHeader(source, "//")}
import Bottleneck from "bottleneck";

${pacedCalls(source, "ts")}
// Make the client with maxRetries: 0 and a timeout of ${limits.requestTimeoutMs} ms, and call it as
//   await limited(() => client.chat.completions.create({ … }));
`,
    notCarried: [
      "The client's own retries: create it with maxRetries: 0, else they go past the limiter",
      `The timeout of ${secondsOf(limits.requestTimeoutMs)} s: set it on the client`,
      "A 429 makes its own call wait; the others go on",
      PER_PROCESS,
      ...tokensNotCarried(limits),
      ...neverCarried(limits),
    ],
  };
}
