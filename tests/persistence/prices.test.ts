import { expect, it } from "vitest";
import type { ModelPrice } from "@/lib/core/pricing/model-price";
import { freshId } from "@/tests/support/stored-rows";
import { describeOnBothDatabases } from "@/tests/support/test-database";

const row = (inputUsdPerMillion: number): ModelPrice => ({
  provider: "openai",
  model: "gpt-4o",
  inputUsdPerMillion,
  outputUsdPerMillion: 10,
  cachedInputUsdPerMillion: null,
  contextTokens: 128_000,
});
const version = (input: number, author = "Ada") => ({
  id: freshId("price"),
  rows: [row(input)],
  reason: null,
  author,
  source: "api" as const,
  createdAt: 1_700_000_000_000,
});

describeOnBothDatabases("price tables", (stores) => {
  it("keep every version, each workspace its own", async () => {
    const { prices } = stores();
    expect(await prices.latest("pw")).toBeNull();
    expect(await prices.add("pw", 0, { ...version(1), reason: "our contract" })).toMatchObject({
      n: 1,
      rows: [row(1)],
      reason: "our contract",
      author: "Ada",
    });
    await prices.add("pw", 1, version(2));
    await prices.add("other", 0, version(9));
    expect((await prices.latest("pw"))?.rows).toEqual([row(2)]);
    expect((await prices.versions("pw", 10)).map(({ n, rows }) => [n, rows[0]?.inputUsdPerMillion])).toEqual([
      [2, 2],
      [1, 1],
    ]);
    expect(await prices.versions("pw", 1)).toHaveLength(1);
  });

  it("take one of many edits that rest on the same version, and tell the others whose came first", async () => {
    const edits = Array.from({ length: 5 }, (_, at) => stores().prices.add("raced", 0, version(at, "Grace")));
    const ends = await Promise.allSettled(edits);
    const refused = ends.filter((end) => end.status === "rejected");
    expect(refused).toHaveLength(4);
    for (const end of refused) {
      expect(end.reason).toMatchObject({
        code: "stale-revision",
        message: expect.stringMatching(/version 1, by Grace at 2023-11-14/),
      });
    }
  });
});
