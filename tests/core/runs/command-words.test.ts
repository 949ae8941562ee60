import { describe, expect, it } from "vitest";
import { commandWords, tellsOfRest } from "@/lib/core/runs/command-words";

describe("what a run's log says of a command", () => {
  it.each([
    ["pause", "pausing", 6, "Pausing: 6 in flight finish", true],
    ["pause", "pausing", 1, "Pausing: 1 in flight finishes", true],
    ["pause", "pausing", 0, "Pausing", true],
    ["pause", "paused", 0, "Paused", true],
    ["resume", "running", 0, "Resumed", false],
    ["resume", "queued", 0, "Resumed", false],
    ["cancel", "cancelling", 3, "Cancelled", true],
    ["cancel", "cancelled", 0, "Cancelled", true],
  ] as const)("of %s, now %s with %i in flight: %s", (command, state, inFlight, words, rests) => {
    expect(commandWords(command, state, inFlight)).toBe(words);
    expect(tellsOfRest(words)).toBe(rests);
  });

  it("is known by who reads what an earlier version wrote, and by nothing else that people do", () => {
    expect(tellsOfRest("Pause asked for; now pausing")).toBe(true);
    expect(tellsOfRest("Requeued 19 cases")).toBe(false);
  });
});
