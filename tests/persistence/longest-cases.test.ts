import { expect, it } from "vitest";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { drawSample } from "@/lib/core/runs/draw-sample";
import { storeDataset } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const vars = (question: Json, rest: Record<string, Json> = {}) => ({ question, unused: "x".repeat(500), ...rest });
const CASES = [
  vars("short"),
  vars("the longest question of them all"),
  vars({ parts: ["as", "JSON"] }),
  vars(null, { "odd \"name'": "y".repeat(60) }),
  vars("a middling question"),
].map((each, ord) => ({ ord, id: `c${ord}`, vars: each, expected: null, metadata: {} }));

describeOnBothDatabases("the longest cases of a dataset", (stores) => {
  const longest = async (
    variables: readonly string[],
    sample: Parameters<typeof drawSample> | number | null = null,
  ) => {
    const { id } = await storeDataset(stores(), "w", CASES);
    const found = await stores().datasets.longestCases({
      datasetId: id,
      datasetCases: CASES.length,
      sample:
        sample === null
          ? { kind: "all" }
          : typeof sample === "number"
            ? { kind: "first", n: sample }
            : { kind: "random", n: sample[1], seed: sample[2] },
      variables,
      limit: 2,
    });
    return found.map((item) => item.id);
  };

  it("are those with the most characters in the values that are named, and in no others", async () => {
    expect(await longest(["question"])).toEqual(["c1", "c2"]);
    expect(await longest(["odd \"name'"])).toEqual(["c3", "c0"]);
    // Twice named, a value counts twice: 2 × 32 against 60.
    expect(await longest(["question", "question", "odd \"name'"])).toEqual(["c1", "c3"]);
    expect(await longest([])).toEqual([]);
  });

  it("are looked for in the sample alone", async () => {
    expect(await longest(["question"], 1)).toEqual(["c0"]);
    const drawn = drawSample(CASES.length, 2, 3).map((ord) => `c${ord}`);
    expect((await longest(["question"], [5, 2, 3])).toSorted()).toEqual(drawn);
  });
});
