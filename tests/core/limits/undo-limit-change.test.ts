import { describe, expect, it } from "vitest";
import { limitsSchema } from "@/lib/core/limits/limits";
import { mergeLimits } from "@/lib/core/limits/merge-limits";
import { undoLimitChange } from "@/lib/core/limits/undo-limit-change";

const before = limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8, tokensPerMinute: 9000 });
const after = mergeLimits(before, { requestsPerSecond: 8, tokensPerMinute: null, retry: { attempts: 6 } });

describe("taking a change of limits back", () => {
  it("gives what it changed the values of before", () => {
    expect(mergeLimits(after, undoLimitChange({ before, after }))).toEqual(before);
  });

  it("leaves what was changed since then, also within retries", () => {
    const since = mergeLimits(after, { burst: 20, retry: { baseDelayMs: 900 } });
    const undone = mergeLimits(since, undoLimitChange({ before, after }));
    expect(undone).toEqual(mergeLimits(before, { burst: 20, retry: { baseDelayMs: 900 } }));
  });

  it("changes nothing where the change changed nothing, and nothing twice", () => {
    expect(undoLimitChange({ before, after: before })).toEqual({});
    const undone = mergeLimits(after, undoLimitChange({ before, after }));
    expect(mergeLimits(undone, undoLimitChange({ before, after }))).toEqual(undone);
  });
});
