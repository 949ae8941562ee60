/** `npm run simulator`: the simulated provider over HTTP on this machine. `--help` lists its flags. */
import { readFileSync } from "node:fs";
import { isDomainError } from "@/lib/core/errors";
import type { SimulatedSettings } from "@/lib/core/simulation/simulated-settings";
import { builtInAnswers } from "@/lib/providers/simulated/answer-book";
import { loadRecordedAnswers } from "@/lib/providers/simulated/recorded-answers";
import { SimulatedProvider } from "@/lib/providers/simulated/simulated-provider";
import { parseSimulatorFlags, SIMULATOR_HELP } from "@/lib/providers/simulated/simulator-flags";
import { createSimulatorServer } from "@/lib/providers/simulated/simulator-server";
import { sleep } from "@/lib/providers/simulated/sleep";

const HOST = "127.0.0.1";

function inWords({ limits, faults, ...settings }: SimulatedSettings): string {
  const { requestsPerSecond: rps, burst, concurrency, tokensPerMinute, othersPerSecond } = limits;
  const optional = [
    [limits.inputTokensPerMinute, "input tokens/min"],
    [limits.outputTokensPerMinute, "output tokens/min"],
    [limits.requestsPerDay, "requests/day"],
  ] as const;
  const struck = Object.entries(faults).filter(([, share]) => share > 0);
  return [
    rps === null ? "any request rate" : `${rps} requests/s, burst ${burst}`,
    concurrency === null ? "any concurrency" : `${concurrency} in flight`,
    tokensPerMinute === null ? "any tokens" : `${tokensPerMinute} tokens/min`,
    ...optional.flatMap(([limit, unit]) => (limit === null ? [] : [`${limit} ${unit}`])),
    ...(othersPerSecond === 0 ? [] : [`other tenants take ${othersPerSecond} requests/s`]),
    `latency ${settings.latencyMedianMs} ms, p95 ${Math.round(settings.latencyMedianMs * settings.latencyP95Ratio)} ms`,
    struck.length === 0
      ? "no faults"
      : `faults ${struck.map(([name, share]) => `${name} ${share * 100} %`).join(", ")}`,
    ...(settings.quotaAfterRequests === null ? [] : [`quota used up after ${settings.quotaAfterRequests} requests`]),
    ...(settings.schedule.length === 0 ? [] : [`limits change ${settings.schedule.length} times`]),
    `dialect ${settings.dialect}`,
    settings.answersFile === null ? "built-in answers" : `answers of ${settings.answersFile}`,
    `seed ${settings.seed}`,
  ].join(" · ");
}

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (argv.includes("--help") || argv.includes("-h")) {
    console.log(SIMULATOR_HELP);
    return;
  }
  const { port, settings } = parseSimulatorFlags(argv, (path) => readFileSync(path, "utf8"));
  const answers = settings.answersFile === null ? builtInAnswers : await loadRecordedAnswers(settings.answersFile);
  const clock = { now: () => Date.now(), monotonicMs: () => performance.now() };
  const provider = new SimulatedProvider(settings, { clock, answers, sleep });
  const server = createSimulatorServer(provider, (error) => console.error("simulator: a request failed:", error));
  server.on("error", (error: NodeJS.ErrnoException) => {
    fail(error.code === "EADDRINUSE" ? `--port: ${port} is taken; choose another one` : error.message);
  });
  server.listen(port, HOST, () => {
    const address = server.address();
    const bound = typeof address === "object" && address !== null ? address.port : port;
    console.log(`simulator: http://${HOST}:${bound}/v1 (stats: http://${HOST}:${bound}/stats)\n  ${inWords(settings)}`);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

function fail(message: string): void {
  console.error(`simulator: ${message}`);
  process.exit(1);
}

main().catch((error: unknown) => {
  if (!isDomainError(error)) throw error;
  fail(error.message);
});
