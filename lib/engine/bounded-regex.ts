import vm from "node:vm";
import type { MatchRegex } from "@/lib/core/scoring/regex-evaluator";

/** Longest time one pattern may take on one output. The event loop stands still for so long at worst. */
const TIME_LIMIT_MS = 250;

const sandbox: { run: () => void } = { run: () => undefined };
const context = vm.createContext(sandbox);
const script = new vm.Script("run()");

/**
 * Runs a pattern under a time limit: V8 ends the script it runs in, backtracking included. Costs about 0.06 ms
 * over a plain match, for the watchdog.
 */
export const matchWithTimeLimit: MatchRegex = (pattern, text) => {
  let found: RegExpExecArray | null = null;
  sandbox.run = () => {
    found = pattern.exec(text);
  };
  try {
    script.runInContext(context, { timeout: TIME_LIMIT_MS });
    return found;
  } catch (error) {
    if (isTimeout(error)) return "timed-out";
    throw error;
  } finally {
    // The closure would keep the last output alive.
    sandbox.run = () => undefined;
  }
};

// The error comes from the other realm, so it is no instance of this one's Error.
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
