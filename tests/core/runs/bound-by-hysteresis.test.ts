import { describe, expect, it } from "vitest";
import type { BoundBy, BoundByKind } from "@/lib/core/runs/bound-by";
import { type BoundByMemory, boundByWithHysteresis } from "@/lib/core/runs/bound-by-hysteresis";

const verdict = (kind: BoundByKind, sentence: string = kind): BoundBy => ({ kind, sentence });

/** What is shown after each of the verdicts, a second apart. */
function shown(kinds: readonly BoundByKind[]): BoundByKind[] {
  let memory: BoundByMemory | null = null;
  return kinds.map((kind, at) => {
    memory = boundByWithHysteresis(memory, verdict(kind), at * 1000);
    return memory.shown.kind;
  });
}

describe("boundByWithHysteresis", () => {
  it("changes after three seconds of the same verdict", () => {
    expect(shown(["rate", "latency", "latency", "latency", "latency"])).toEqual([
      "rate",
      "rate",
      "rate",
      "rate",
      "latency",
    ]);
  });

  it("does not flicker between two", () => {
    expect(new Set(shown(["rate", "latency", "rate", "latency", "rate", "latency", "rate"]))).toEqual(
      new Set(["rate"]),
    );
  });

  it("starts anew when a third comes between", () => {
    expect(shown(["rate", "latency", "latency", "concurrency", "latency", "latency"])).not.toContain("latency");
  });

  it("shows a fact at once and leaves it at once", () => {
    expect(shown(["rate", "cooldown", "rate", "paused", "rate", "ended"])).toEqual([
      "rate",
      "cooldown",
      "rate",
      "paused",
      "rate",
      "ended",
    ]);
  });

  it("renews the figures of the verdict it shows", () => {
    const first = boundByWithHysteresis(null, verdict("rate", "4.0 of 5"), 0);
    expect(boundByWithHysteresis(first, verdict("rate", "5.0 of 5"), 1000).shown.sentence).toBe("5.0 of 5");
  });

  it("leaves a verdict that rests on nothing at the first that rests on figures", () => {
    const first = boundByWithHysteresis(null, { ...verdict("latency"), provisional: true }, 0);
    expect(boundByWithHysteresis(first, verdict("rate"), 1000).shown.kind).toBe("rate");
  });
});
