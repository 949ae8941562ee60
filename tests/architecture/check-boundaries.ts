import { ALLOWED, BANS, type Ban, HOMES } from "../config/boundaries";
import type { ImportEdge, ImportGraph } from "./import-graph";

/** What breaks the rules, one line each: `rule: from -> to`. */
export function boundaryViolations(graph: ImportGraph): string[] {
  const edges = [...graph].flatMap(([from, targets]) => targets.map((edge) => ({ from, edge })));
  return [
    ...edges.flatMap(({ from, edge }) => [...notAllowed(from, edge), ...notAtHome(from, edge)]),
    ...BANS.flatMap((ban) => banned(graph, ban)),
    ...cycles(graph),
  ];
}

function notAllowed(from: string, edge: ImportEdge): string[] {
  if (/^(npm|node):/.test(edge.to) || edge.to.endsWith(".css") || edge.to.endsWith(".json")) return [];
  const matches = ALLOWED.filter((row) => {
    const found = row.from.exec(from);
    return found !== null && new RegExp(row.to.replace("$1", found[1] ?? "")).test(edge.to);
  });
  if (matches.some((row) => row.typeOnly !== true || edge.typeOnly)) return [];
  return [`${matches.length > 0 ? "only as a type" : "not allowed"}: ${from} -> ${edge.to}`];
}

function notAtHome(from: string, edge: ImportEdge): string[] {
  return HOMES.filter((rule) => rule.library.test(edge.to) && !rule.home.test(from)).map(
    (rule) => `${rule.why}: ${from} -> ${edge.to}`,
  );
}

function banned(graph: ImportGraph, ban: Ban): string[] {
  return [...graph.keys()]
    .filter((from) => ban.from.test(from))
    .flatMap((from) => {
      const counts = (edge: ImportEdge) => ban.codeOnly !== true || !edge.typeOnly;
      const direct = () => (graph.get(from) ?? []).filter(counts).map((edge) => edge.to);
      const targets = ban.reachable ? reachableFrom(graph, from, counts) : direct();
      return [...targets].filter((to) => ban.to.test(to)).map((to) => `${ban.name}: ${from} -> ${to}`);
    });
}

function reachableFrom(
  graph: ImportGraph,
  start: string,
  counts: (edge: ImportEdge) => boolean = () => true,
): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const edge of graph.get(at) ?? []) {
      const { to } = edge;
      if (counts(edge) && !seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
    }
  }
  return seen;
}

function cycles(graph: ImportGraph): string[] {
  return [...graph.keys()]
    .filter((module) => reachableFrom(graph, module).has(module))
    .map((module) => `cycle: ${module} imports itself over others`);
}
