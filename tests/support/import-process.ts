/** A process that imports a large made-up file and says by how much its memory grew at most. */
import { openStores } from "@/lib/persistence/open-stores";
import { importDataset } from "@/lib/services/dataset-import/import-dataset";

const [, , databaseUrl, format, rows] = process.argv;
if (databaseUrl === undefined) throw new Error("usage: import-process <databaseUrl> <csv|json|jsonl> <rows>");

const question = "Why does the sum of these numbers matter, and to whom? ".repeat(8);

function row(at: number): string {
  const fields = { id: `a-case-with-a-long-name-${at}`, question: `${at}: "${question}"`, answer: String(at) };
  if (format !== "csv") return JSON.stringify(fields);
  return Object.values(fields)
    .map((cell) => `"${cell.replaceAll('"', '""')}"`)
    .join(",");
}

async function* file(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  if (format === "csv") yield encoder.encode("id,question,answer\n");
  if (format === "json") yield encoder.encode("[");
  const count = Number(rows);
  for (let from = 0; from < count; from += 128) {
    const texts = Array.from({ length: Math.min(128, count - from) }, (_, at) => row(from + at));
    const end = format === "json" ? (from + 128 < count ? "," : "]") : "\n";
    yield encoder.encode(texts.join(format === "json" ? "," : "\n") + end);
  }
}

const stores = openStores({ databaseUrl, dataDir: "." });
await stores.ping();
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const dataset = await importDataset(
  {
    store: stores.datasets,
    clock: { now: Date.now, monotonicMs: () => performance.now() },
    newId: () => "large",
    actor: "Ada",
    workspaceId: "w",
  },
  { stream: file(), name: "Large" },
);
clearInterval(watch);
peak = Math.max(peak, process.memoryUsage.rss());
await stores.close();
process.stdout.write(JSON.stringify({ cases: dataset.caseCount, growthBytes: peak - before }));
