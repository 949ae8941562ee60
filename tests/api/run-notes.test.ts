import { describe, expect, it } from "vitest";
import { GET as listCases } from "@/app/api/v1/runs/[runId]/cases/route";
import { GET as exportLog } from "@/app/api/v1/runs/[runId]/log/export/route";
import { GET as readLog } from "@/app/api/v1/runs/[runId]/log/route";
import { POST as addNote } from "@/app/api/v1/runs/[runId]/notes/route";
import { casePage } from "@/lib/contracts/run-cases";
import { logEntryResponse, logPage } from "@/lib/contracts/run-log";
import { getContainer } from "@/lib/server/container";
import { ok, refused, runEnded, runWhere, send } from "./support/api-server";
import { aRun, HARDLY } from "./support/launch";

const note = (runId: string, body: unknown) => send(addNote, { method: "POST", params: { runId }, body });
const notesOf = async (runId: string) => {
  const page = await ok(readLog, logPage, { params: { runId }, path: "/?kind=note&limit=50" });
  return page.items.map(({ text, actor, level }) => ({ text, actor, level }));
};

describe("a note", () => {
  it("is in the log of a run that goes on, and of one that is over", async () => {
    const going = await runWhere((await aRun({ limits: HARDLY })).id, (run) => run.counts.done === 1);
    expect((await note(going.id, { text: "  the model was redeployed " })).status).toBe(200);
    await expect
      .poll(() => notesOf(going.id))
      .toEqual([{ text: "the model was redeployed", actor: expect.any(String), level: "info" }]);
    const over = await runEnded((await aRun()).id);
    expect((await note(over.id, { text: "looks good" })).status).toBe(200);
    expect(await notesOf(over.id)).toMatchObject([{ text: "looks good" }]);
  });

  it("tells watchers its line alone: nothing about the run has changed, so nothing is read anew", async () => {
    const run = await runEnded((await aRun()).id);
    const { context } = await getContainer();
    const heard: string[] = [];
    const { unsubscribe } = context.bus.subscribe(run.id, null, (_id, event) => void heard.push(event.type));
    await note(run.id, { text: "looks good" });
    unsubscribe();
    expect(heard).toEqual(["log"]);
  });

  it.each([{}, { text: "" }, { text: "   " }, { text: 7 }, { text: "x".repeat(501) }, { text: "a", more: 1 }])(
    "is refused as %j",
    async (body) => {
      const run = await runEnded((await aRun()).id);
      const error = await refused(addNote, { method: "POST", params: { runId: run.id }, body });
      expect(error).toMatchObject({ status: 400, code: "invalid-input" });
    },
  );

  it("is refused for a run that there is not", async () => {
    const error = await refused(addNote, { method: "POST", params: { runId: "run_no" }, body: { text: "a" } });
    expect(error).toMatchObject({ status: 404 });
  });
});

describe("a span of time", () => {
  it("narrows cases by their end, and the log and its export", async () => {
    const run = await runEnded((await aRun()).id);
    const params = { runId: run.id };
    const start = Date.parse(run.startedAt ?? "");
    const after = Date.parse(run.finishedAt ?? "") + 1000;
    const cases = (query: string) => ok(listCases, casePage, { params, path: `/${query}` });
    expect((await cases(`?from=${start}&to=${after}`)).total).toBe(run.counts.total);
    expect((await cases(`?from=${new Date(after).toISOString()}`)).total).toBe(0);
    expect((await ok(readLog, logPage, { params, path: `/?from=${after}` })).items).toEqual([]);

    const all = (await ok(readLog, logPage, { params, path: "/?limit=50" })).items;
    const file = await send(exportLog, { params, path: `/?from=${start - 60_000}` });
    expect(file.headers.get("content-type")).toContain("application/x-ndjson");
    expect(file.headers.get("content-disposition")).toContain("-log.ndjson");
    const lines = (await file.text()).trimEnd().split("\n");
    expect(lines.map((line) => logEntryResponse.parse(JSON.parse(line)))).toEqual([...all].reverse());
  });

  it("is refused where it is none", async () => {
    const run = await runEnded((await aRun()).id);
    const error = await refused(listCases, { params: { runId: run.id }, path: "/?from=yesterday" });
    expect(error).toMatchObject({ status: 400, issues: [{ path: "from" }] });
  });
});

describe("a launch", () => {
  it("keeps what was expected of it", async () => {
    const run = await aRun();
    expect(run.expected).toMatchObject({ attemptsPerCase: expect.any(Number), latencyMs: expect.any(Number) });
    expect(run.expected?.durationMs).toBeGreaterThan(0);
  });
});
