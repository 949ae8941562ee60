import type { Measured, ScenarioResult } from "./measure-scenario";
import type { ClientName } from "./peer-client";

const fixed = (n: number, digits: number) => n.toFixed(digits);

/** A client's wall over the least time; null where there is none to compare with, or it did not finish. */
export function wallRatio({ least }: ScenarioResult, row: Measured): number | null {
  return least === null || row.open > 0 || row.lost > 0 ? null : row.wallMs / least.wallMs;
}

export function refusedPer100({ scenario }: ScenarioResult, row: Measured): number {
  return (row.refused * 100) / scenario.cases;
}

/** A scenario's table. */
export function printScenario(result: ScenarioResult): void {
  const { scenario, least, rows } = result;
  const bound = least === null ? "" : `, least ${fixed(least.wallMs / 1000, 2)} s with ${least.requests} requests`;
  console.log(`\n${scenario.id}  ${scenario.title} (${scenario.cases} cases${bound})`);
  console.table(
    Object.fromEntries(
      rows.map((row) => [
        row.client,
        {
          "wall s": fixed(row.wallMs / 1000, 2),
          "wall / least": ratioText(result, row),
          "requests/case": fixed(row.requests / scenario.cases, 3),
          "429s per 100": fixed(refusedPer100(result, row), 1),
          answered: row.answered,
          right: row.right,
          lost: row.lost,
          open: row.open,
          "CPU ms/case": fixed(row.cpuMs / scenario.cases, 2),
          "peak MB": fixed(row.peakMb, 0),
          note: row.note ?? "",
        },
      ]),
    ),
  );
}

function ratioText(result: ScenarioResult, row: Measured): string {
  if (result.least === null) return "–";
  const ratio = wallRatio(result, row);
  if (ratio !== null) return fixed(ratio, 3);
  return row.open > 0 ? `> ${fixed(row.wallMs / result.least.wallMs, 1)}` : "–";
}

/** Where Evalpace did not keep to its targets, one line each. */
export function missesOf(result: ScenarioResult): string[] {
  const { scenario, rows } = result;
  const row = rows.find(({ client }) => client === "evalpace");
  if (row === undefined) return [];
  const { targets } = scenario;
  const ratio = wallRatio(result, row);
  const refused = refusedPer100(result, row);
  const misses: string[] = [];
  if (row.lost > 0) misses.push(`${row.lost} cases lost`);
  if (result.least !== null && row.open > 0) misses.push(`${row.open} cases not done`);
  if (row.right < row.answered) misses.push(`${row.answered - row.right} answers scored wrong`);
  if (targets.wall !== null && ratio !== null && ratio > targets.wall)
    misses.push(`wall ${fixed(ratio, 3)} times the least, more than ${targets.wall}`);
  if (targets.refusedPer100 !== null && refused > targets.refusedPer100)
    misses.push(`${fixed(refused, 1)} 429s per 100 cases, more than ${targets.refusedPer100}`);
  if (targets.requests !== null && row.requests > targets.requests)
    misses.push(`${row.requests} requests, more than ${targets.requests}`);
  return misses.map((miss) => `${scenario.id}: ${miss}`);
}

const HEADINGS: Record<ClientName, string> = {
  evalpace: "Evalpace",
  ideal: "ideal",
  langchain: "LangChain.js",
  openai: "OpenAI SDK + p-limit",
  "ai-sdk": "AI SDK + p-limit",
  bottleneck: "Bottleneck",
};

/** The figures as the README's table, ready to be pasted: wall over the least time, 429s per 100 cases, cases lost. */
export function markdownTable(results: readonly ScenarioResult[], clients: readonly ClientName[]): string {
  const cell = (result: ScenarioResult, client: ClientName): string => {
    const row = result.rows.find((other) => other.client === client);
    if (row === undefined) return "";
    if (result.least === null) return `${row.requests} requests · ${row.lost}`;
    const refused = `${fixed(refusedPer100(result, row), 1)}`;
    return `${ratioText(result, row)} · ${refused} · ${row.lost}`;
  };
  const lines = results.map(
    (result) =>
      `| ${result.scenario.id} ${result.scenario.title} | ${clients.map((client) => cell(result, client)).join(" | ")} |`,
  );
  return [
    `| | ${clients.map((client) => HEADINGS[client]).join(" | ")} |`,
    `| --- |${clients.map(() => " --- |").join("")}`,
    ...lines,
  ].join("\n");
}
