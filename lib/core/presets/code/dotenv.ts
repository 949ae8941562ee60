import type { CodeSource, GeneratedCode } from "../generated-code";
import { codeHeader } from "./code-header";

/** The values as environment variables; a limit that is not set is left out. */
export function dotenvCode(source: CodeSource): GeneratedCode {
  const { retry, ...limits } = source.limits;
  const values = {
    ...limits,
    ...Object.fromEntries(Object.entries(retry).map(([key, value]) => [`retry_${key}`, value])),
  };
  const lines = Object.entries(values).flatMap(([key, value]) =>
    value === null ? [] : [`${variableName(key)}=${value}`],
  );
  return {
    text: `${[codeHeader(source, "#"), `LIMITS_PRESET=${source.slug}@${source.n}`, ...lines].join("\n")}\n`,
    notCarried: ["Values alone: nothing here keeps them"],
  };
}

/** `requestsPerSecond` → `LIMITS_REQUESTS_PER_SECOND`. */
function variableName(key: string): string {
  return `LIMITS_${key.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase()}`;
}
