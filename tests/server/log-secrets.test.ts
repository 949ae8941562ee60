import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { createDatasetRequest } from "@/lib/contracts/datasets";
import { createProviderRequest } from "@/lib/contracts/providers";
import { createRunRequest } from "@/lib/contracts/run-launch";
import { createContainer } from "@/lib/server/container";
import { readEnvironment } from "@/lib/server/env";
import { createDataset } from "@/lib/services/create-dataset";
import { createRun } from "@/lib/services/create-run";
import { createProvider, updateProvider } from "@/lib/services/providers";
import { testProvider } from "@/lib/services/test-provider";
import { migrate } from "@/scripts/migrate.mjs";
import { startLocalServer } from "@/tests/providers/local-server";

// Runs in real time; a busy machine takes its share.
vi.setConfig({ testTimeout: 60_000 });

const dataDir = mkdtempSync(path.join(tmpdir(), "evalpace-logs-"));
const url = `file:${path.join(dataDir, "test.db")}`;
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** No vendor's keys look like these: only that they are known can keep them out. */
const KEYS = ["9f8e7d6c5b4a39281706", "zweiter.Schluessel/2026"];

it("no key stands in a log line of any level, and lines of a run carry its id and the case's", async () => {
  await migrate({ url, dir: path.resolve("prisma/sqlite/migrations") });
  const lines: string[] = [];
  const settings = readEnvironment({ DATA_DIR: dataDir, DATABASE_URL: url, LOG_LEVEL: "trace" });
  const container = await createContainer(settings, { write: (line) => void lines.push(line) });
  const { context } = container;
  // Fails the first case in ways that quote the key, and refuses it at last.
  let served = 0;
  const server = await startLocalServer((request, response) => {
    served += 1;
    const said = `you sent ${request.headers.authorization}`;
    const status = served <= 2 ? 500 : 401;
    response.writeHead(status, { "content-type": "application/json", "x-echo": said });
    response.end(JSON.stringify({ error: { message: said, type: "server_error", code: null } }));
  });
  await container.start();
  const provider = await createProvider(
    context,
    createProviderRequest.parse({
      name: "Echo",
      kind: "openai-compatible",
      baseUrl: server.url,
      apiKey: KEYS[0],
      models: ["m"],
      limits: { requestsPerSecond: 100, burst: 1, concurrency: 1, retry: { baseDelayMs: 1, maxDelayMs: 2 } },
    }),
  );
  const dataset = await createDataset(
    context,
    createDatasetRequest.parse({ name: "One", cases: [{ id: "case-one", vars: { q: "?" }, expected: "!" }] }),
  );
  const target = { providerId: provider.id, model: "m", prompt: "{{q}}" };
  const request = createRunRequest.parse({ datasetId: dataset.id, target, evaluators: [{ type: "exact" }] });
  const run = await createRun(context, request, null);
  await vi.waitFor(async () => expect((await context.stores.runs.get(run.id))?.state).toBe("paused"), 20_000);
  await updateProvider(context, provider.id, { apiKey: KEYS[1] });
  await testProvider(context, provider.id, {}, new AbortController().signal);
  container.logger.error({ err: new Error(`a fault that quotes ${KEYS[0]}`) }, `and so does its line: ${KEYS[1]}`);
  await container.stop(0);
  await server.close();

  const written = lines.join("");
  for (const key of KEYS) expect(written).not.toContain(key);
  expect(written).toContain("[key]");
  const entries = lines.map(
    (line) => JSON.parse(line) as { level: string; runId?: string; caseId?: string; msg: string },
  );
  const ofRun = entries.filter((entry) => entry.runId === run.id);
  expect(ofRun.map(({ msg }) => msg)).toContainEqual(expect.stringContaining("Running: 1 cases"));
  expect(ofRun.filter((entry) => entry.caseId === "case-one").map(({ level }) => level)).toContain("debug");
  expect(ofRun).toContainEqual(
    expect.objectContaining({ level: "error", msg: expect.stringMatching(/refused the key/) }),
  );
});
