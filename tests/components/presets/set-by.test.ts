import { describe, expect, it } from "vitest";
import { setBy } from "@/components/presets/set-by";
import type { PresetVersionResponse } from "@/lib/contracts/presets";
import { limitsSchema } from "@/lib/core/limits/limits";

const version = (n: number, author: string, requestsPerSecond: number, burst: number): PresetVersionResponse => ({
  ref: `p@${n}`,
  n,
  limits: limitsSchema.parse({ requestsPerSecond, burst, concurrency: 8 }),
  message: null,
  author,
  createdAt: "2026-01-31T14:05:00.000Z",
  parent: n === 1 ? null : n - 1,
  usedBy: { runs: 0, pools: 0 },
});
const history = [
  version(4, "Dan", 5, 20),
  version(3, "Cem", 8, 20),
  version(2, "Bea", 5, 20),
  version(1, "Ana", 5, 10),
];

describe("who set a limit", () => {
  it.each([
    ["rps", 4, 4],
    ["rps", 3, 3],
    ["rps", 2, 1],
    ["burst", 4, 2],
    ["burst", 1, 1],
    ["concurrency", 4, 1],
  ])("of %s in v%i is v%i", (key, n, setIn) => {
    expect(setBy(key, n, history).n).toBe(setIn);
  });
});
