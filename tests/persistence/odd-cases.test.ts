import { expect, it } from "vitest";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { newRun, storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const VARS: readonly Record<string, Json>[] = [
  { q: "one", n: 1 },
  { q: "", n: null },
  { q: "one", n: 1 },
  { q: "", n: null },
  { q: "x".repeat(500), n: 2 },
  { q: "one", n: 2 },
  {},
  { q: 'a \\ "b" \u0000 c', n: 0 },
];
const cases = VARS.map((vars, ord) => ({ ord, id: `c${ord}`, vars, expected: null, metadata: {} }));

describeOnBothDatabases("odd cases of a dataset", (stores) => {
  it("are counted, each as the first oddity that it has", async () => {
    const { id } = await storeDataset(stores(), "w", cases);
    expect(await stores().datasets.oddCases(id, null)).toEqual({ empty: 3, duplicates: 1, tooLong: 0 });
    expect(await stores().datasets.oddCases(id, 300)).toEqual({ empty: 3, duplicates: 1, tooLong: 1 });
    expect(await stores().datasets.oddCases("none", 300)).toEqual({ empty: 0, duplicates: 0, tooLong: 0 });
  });

  it("are left out of a run that skips them, and the others keep their places", async () => {
    const { id } = await storeDataset(stores(), "w", cases);
    const skip = { oddities: ["empty", "duplicates", "too-long"] as const, longerThan: 300 };
    const { run } = await stores().runs.create(newRun("w", id, { skip }));
    expect(run.totalCases).toBe(3);
    expect((await stores().runs.pendingCases(run.id, -1, 10)).map(({ ord }) => ord)).toEqual([0, 5, 7]);
    const some = { oddities: ["duplicates"] as const, longerThan: null };
    expect((await stores().runs.create(newRun("w", id, { skip: some }))).run.totalCases).toBe(7);
  });

  it("are refused to be all that there is", async () => {
    const { id } = await storeDataset(stores(), "w", cases.slice(1, 2));
    const skip = { oddities: ["empty"] as const, longerThan: null };
    await expect(stores().runs.create(newRun("w", id, { skip }))).rejects.toMatchObject({ code: "infeasible" });
  });
});
