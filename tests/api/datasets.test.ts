import { describe, expect, it } from "vitest";
import { GET as listCases } from "@/app/api/v1/datasets/[datasetId]/cases/route";
import { DELETE, GET } from "@/app/api/v1/datasets/[datasetId]/route";
import { POST as create, GET as list } from "@/app/api/v1/datasets/route";
import { GET as getCase } from "@/app/api/v1/runs/[runId]/cases/[caseId]/route";
import { POST as postRun } from "@/app/api/v1/runs/route";
import { POST as addSample } from "@/app/api/v1/sample-dataset/route";
import { pageOf } from "@/lib/contracts/common";
import { datasetCasePage, datasetResponse } from "@/lib/contracts/datasets";
import { caseDetailResponse } from "@/lib/contracts/run-cases";
import { runResponse } from "@/lib/contracts/runs";
import { ok, refused, send } from "./support/api-server";
import { aDataset, aLaunch } from "./support/launch";

describe("a dataset from JSON", () => {
  it("counts its variables and knows whether there is something to compare with", async () => {
    const cases = [{ vars: { q: "one", extra: 5 }, expected: "1" }, { vars: { q: "two" } }];
    const made = await ok(create, datasetResponse, { body: { name: "Mixed", cases } });
    expect(made).toMatchObject({
      caseCount: 2,
      variables: [
        { name: "q", cases: 2 },
        { name: "extra", cases: 1 },
      ],
      hasExpected: true,
      meanCharacters: 3.5,
      createdBy: "Local owner",
      runs: 0,
      lastUsedAt: null,
    });
    expect(await ok(GET, datasetResponse, { params: { datasetId: made.id } })).toEqual(made);
  });

  it("gives its cases page by page, in order, as they came", async () => {
    const datasetId = await aDataset(5);
    const first = await ok(listCases, datasetCasePage, { params: { datasetId }, path: "/x?limit=3" });
    const rest = await ok(listCases, datasetCasePage, {
      params: { datasetId },
      path: `/x?limit=3&cursor=${first.nextCursor}`,
    });
    expect([...first.items, ...rest.items].map((item) => item.id)).toEqual(["c0", "c1", "c2", "c3", "c4"]);
    expect(rest.nextCursor).toBeNull();
    expect(await refused(listCases, { params: { datasetId }, path: "/x?cursor=zz" })).toMatchObject({ status: 400 });
  });

  it("tells when it was last used", async () => {
    const launch = await aLaunch();
    const run = await ok(postRun, runResponse, { body: launch });
    const { lastUsedAt } = await ok(GET, datasetResponse, { params: { datasetId: launch.datasetId } });
    expect(lastUsedAt).toBe(run.createdAt);
  });

  it("of samples is added once, however often it is asked for", async () => {
    const [first, second] = await Promise.all([1, 2].map(() => ok(addSample, datasetResponse, { method: "POST" })));
    expect(first).toMatchObject({ name: "Sample: arithmetic", caseCount: 120, hasExpected: true });
    expect(second?.id).toBe(first?.id);
  });

  it.each([
    ["no cases", { name: "x", cases: [] }, "cases"],
    ["no name", { name: " ", cases: [{ vars: {} }] }, "name"],
    ["a case without variables", { name: "x", cases: [{ expected: "1" }] }, "cases[0].vars"],
    [
      "two cases with one id",
      {
        name: "x",
        cases: [
          { id: "a", vars: {} },
          { id: "b", vars: {} },
          { id: "a", vars: {} },
        ],
      },
      "cases[2].id",
    ],
    ["an id that another got by its place", { name: "x", cases: [{ vars: {} }, { id: "1", vars: {} }] }, "cases[1].id"],
    [
      "a text over a million characters",
      { name: "x", cases: [{ vars: { q: "x".repeat(1_000_001) } }] },
      "cases[0].vars.q",
    ],
  ])("with %s is refused whole", async (_, body, path) => {
    const before = (await ok(list, pageOf(datasetResponse))).items.length;
    const error = await refused(create, { body });
    expect(error).toMatchObject({ status: 400, code: "invalid-input" });
    expect(error.issues?.map((issue) => issue.path)).toContain(path);
    expect((await ok(list, pageOf(datasetResponse))).items).toHaveLength(before);
  });

  it("over 25 MB is refused with its limit", async () => {
    const body = JSON.stringify({ name: "x", cases: [{ vars: { q: "x".repeat(26 * 1024 * 1024) } }] });
    expect(await refused(create, { body })).toMatchObject({
      status: 413,
      code: "payload-too-large",
      message: expect.stringContaining("25 MB"),
    });
  });

  it("that is no JSON is refused", async () => {
    expect(await refused(create, { body: "id,question\n1,x" })).toMatchObject({
      status: 400,
      message: expect.stringContaining("not valid JSON"),
    });
  });
});

describe("a removed dataset", () => {
  it("is gone for new launches, and stays for the runs that used it", async () => {
    const launch = await aLaunch();
    const run = await ok(postRun, runResponse, { body: launch });
    const params = { datasetId: launch.datasetId };
    expect((await send(DELETE, { method: "DELETE", params })).status).toBe(204);
    expect(await refused(GET, { params })).toMatchObject({ status: 404 });
    expect(await refused(postRun, { body: launch })).toMatchObject({
      status: 404,
      message: expect.stringContaining(launch.datasetId),
    });
    const kept = await ok(getCase, caseDetailResponse, { params: { runId: run.id, caseId: "c3" } });
    expect(kept.vars).toEqual({ question: "What is 3 + 1?" });
  });
});
