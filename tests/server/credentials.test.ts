import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createDatasetRequest } from "@/lib/contracts/datasets";
import { createProviderRequest } from "@/lib/contracts/providers";
import { createRunRequest } from "@/lib/contracts/run-launch";
import { type Container, createContainer } from "@/lib/server/container";
import { readEnvironment } from "@/lib/server/env";
import { createDataset } from "@/lib/services/create-dataset";
import { createRun } from "@/lib/services/create-run";
import { createProvider } from "@/lib/services/providers";
import { migrate } from "@/scripts/migrate.mjs";
import { type LocalServer, type SeenRequest, startLocalServer } from "@/tests/providers/local-server";
import { bodyText, recorded } from "@/tests/providers/recorded-response";

// Runs in real time; a busy machine takes its share.
vi.setConfig({ testTimeout: 60_000 });

const dataDir = mkdtempSync(path.join(tmpdir(), "evalpace-credentials-"));
const url = `file:${path.join(dataDir, "test.db")}`;
let container: Container;
let server: LocalServer;

beforeAll(async () => {
  await migrate({ url, dir: path.resolve("prisma/sqlite/migrations") });
  container = await createContainer(readEnvironment({ DATA_DIR: dataDir, DATABASE_URL: url, LOG_LEVEL: "silent" }));
  await container.start();
});
afterEach(() => server.close());
afterAll(async () => {
  await container.stop(0);
  rmSync(dataDir, { recursive: true, force: true });
});

/** Which requests are refused now. */
let refuses: (request: SeenRequest) => boolean;

/** Answers calls slowly, and those that are refused as `refusal` was recorded. */
async function serve(refusal: string, when = ({ body }: SeenRequest) => body.includes('"bad"')): Promise<void> {
  refuses = when;
  const { status, headers } = recorded(refusal);
  const ok = recorded("openai-compatible-200");
  server = await startLocalServer((request, response) => {
    const good = !refuses(request);
    setTimeout(
      () => {
        response.writeHead(good ? ok.status : status, { "content-type": "application/json", ...(good ? {} : headers) });
        response.end(bodyText(good ? ok : recorded(refusal)));
      },
      good ? 20 : 0,
    );
  });
}

async function aRun(apiKey: string, model: string): Promise<string> {
  const { context } = container;
  const provider = await createProvider(
    context,
    createProviderRequest.parse({
      name: model,
      kind: "openai-compatible",
      baseUrl: server.url,
      apiKey,
      limits: { requestsPerSecond: 50, burst: 2, concurrency: 2 },
    }),
  );
  const cases = Array.from({ length: 500 }, (_, at) => ({ vars: { q: `${at}` }, expected: "x" }));
  const dataset = await createDataset(context, createDatasetRequest.parse({ name: "Many", cases }));
  const target = { providerId: provider.id, model, prompt: "{{q}}" };
  const request = createRunRequest.parse({ datasetId: dataset.id, target, evaluators: [{ type: "exact" }] });
  return (await createRun(context, request, null)).id;
}
const run = async (id: string) => await container.context.stores.runs.get(id);
const inState = (id: string, state: string) =>
  vi.waitFor(async () => expect((await run(id))?.state).toBe(state), { timeout: 20_000 });

describe("a refusal that concerns the key", () => {
  it.each([
    ["openai-429-insufficient-quota", "quota-exhausted", /Add credit/],
    ["openai-401-wrong-key", "auth", /Correct the key/],
  ])(
    "%s stops every run that uses it, of another provider entry too, and no other, after one round of calls",
    async (refusal, code, advice) => {
      await serve(refusal);
      const [same, other] = [await aRun("key-that-is-shared", "good"), await aRun("key-of-its-own", "good")];
      await inState(same, "running");
      await inState(other, "running");
      const refused = await aRun("key-that-is-shared", "bad");
      await inState(refused, "paused");
      await inState(same, "paused");
      for (const id of [refused, same]) {
        expect((await run(id))?.stopReason).toMatchObject({ code, message: expect.stringMatching(advice) });
      }
      expect(server.seen.filter(({ body }) => body.includes('"bad"')).length).toBeLessThanOrEqual(2);
      expect((await run(other))?.state).toBe("running");
      await container.context.supervisor.cancel(other, { actor: "test" });
      await inState(other, "cancelled");
    },
  );

  it("stops runs that still wait for their turn as well, before they have sent anything", async () => {
    const shared = "key-that-is-used-up";
    await serve("openai-429-spend-limit", () => false);
    const busy = await Promise.all(Array.from({ length: 7 }, (_, i) => aRun(`another-key-${i}`, "good")));
    const holder = await aRun(shared, "good");
    for (const id of [...busy, holder]) await inState(id, "running");
    const waiting = await aRun(shared, "waiting");
    expect((await run(waiting))?.state).toBe("queued");
    refuses = ({ headers }) => headers.authorization === `Bearer ${shared}`;
    await inState(holder, "paused");
    await inState(waiting, "paused");
    expect((await run(waiting))?.stopReason?.code).toBe("quota-exhausted");
    expect(server.seen.filter(({ body }) => body.includes('"waiting"'))).toEqual([]);
    for (const id of busy) {
      await container.context.supervisor.cancel(id, { actor: "test" });
      await inState(id, "cancelled");
    }
  });
});

describe("a refusal that is told in words alone", () => {
  it("(Anthropic's credit that is too low) pauses the run after a few cases, and says what the provider said", async () => {
    await serve("anthropic-400-credit-balance");
    const id = await aRun("key-without-credit", "bad");
    await inState(id, "paused");
    const stopped = await run(id);
    expect(stopped?.stopReason).toMatchObject({
      code: "errors-in-row",
      message: expect.stringMatching(/out of credit.*Your credit balance is too low/),
    });
    expect(server.seen.length).toBeLessThanOrEqual(22);
    expect(stopped?.summary).toMatchObject({ passed: 0, failed: 0 });
  });
});
