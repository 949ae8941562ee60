import { describe, expect, it } from "vitest";
import { matchWithTimeLimit } from "@/lib/engine/bounded-regex";

describe("matchWithTimeLimit", () => {
  it("matches as the pattern itself does", () => {
    expect(matchWithTimeLimit(/A: (\d+)/, "so A: 18")?.[1]).toBe("18");
    expect(matchWithTimeLimit(/x/, "so A: 18")).toBeNull();
  });

  it("gives up on a pattern that backtracks without end, and works on", () => {
    expect(matchWithTimeLimit(/^(a+)+$/, `${"a".repeat(50)}b`)).toBe("timed-out");
    expect(matchWithTimeLimit(/b/, "b")?.[0]).toBe("b");
  });
});
