import { bottleneckCode } from "./code/bottleneck";
import { dotenvCode } from "./code/dotenv";
import { inspectCode } from "./code/inspect";
import { jsonCode } from "./code/json";
import { langchainJsCode } from "./code/langchain-js";
import { langchainPythonCode } from "./code/langchain-python";
import { litellmPythonCode } from "./code/litellm-python";
import { litellmYamlCode } from "./code/litellm-yaml";
import { promptfooCode } from "./code/promptfoo";
import type { CodeSource, GeneratedCode } from "./generated-code";

export interface CodeTarget {
  /** In the address, as `lang`. */
  readonly id: string;
  readonly name: string;
  /** For a file of its own. */
  readonly fileName: string;
  readonly generate: (source: CodeSource) => GeneratedCode;
}

/** What a preset can be copied as, in the order of the page. */
export const CODE_TARGETS: readonly [CodeTarget, ...CodeTarget[]] = [
  { id: "py", name: "LangChain (Python)", fileName: "limits.py", generate: langchainPythonCode },
  { id: "js", name: "LangChain.js", fileName: "limits.mjs", generate: langchainJsCode },
  { id: "ts", name: "Bottleneck (TypeScript)", fileName: "limits.ts", generate: bottleneckCode },
  { id: "promptfoo", name: "promptfoo (YAML)", fileName: "promptfooconfig.yaml", generate: promptfooCode },
  { id: "inspect", name: "Inspect (Python)", fileName: "run_eval.py", generate: inspectCode },
  { id: "litellm", name: "LiteLLM (Python)", fileName: "router.py", generate: litellmPythonCode },
  { id: "litellm-yaml", name: "LiteLLM proxy (YAML)", fileName: "config.yaml", generate: litellmYamlCode },
  { id: "json", name: "JSON", fileName: "limits.json", generate: jsonCode },
  { id: "env", name: ".env", fileName: "limits.env", generate: dotenvCode },
];
