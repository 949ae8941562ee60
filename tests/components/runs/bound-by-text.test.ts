import { expect, it } from "vitest";
import { boundByText } from "@/components/runs/bound-by-text";
import { runWith } from "../run-builder";

const AT = Date.UTC(2026, 0, 1, 12, 0, 0);
const lastMove = { actor: "Ana", at: new Date(AT).toISOString() };
const sentence = "Paused by Ana. Resume to go on.";
const paused = runWith({ state: "paused", boundBy: { kind: "paused", sentence, remedy: null, lastMove } });

it.each([
  [null, sentence],
  // The server's clock is ahead of the reader's.
  [-3000, "Paused by Ana just now. Resume to go on."],
  [12_000, "Paused by Ana 12 s ago. Resume to go on."],
  [121_000, "Paused by Ana 2 min ago. Resume to go on."],
  [5 * 3_600_000, "Paused by Ana 5 h ago. Resume to go on."],
])("the age of a pause goes on with the reader's clock: after %s ms", (after, text) => {
  expect(boundByText(paused, after === null ? null : AT + after).replace(/\u00a0/g, " ")).toBe(text);
});

it("of another day has a date", () => {
  expect(boundByText(paused, AT + 86_400_000)).toMatch(/^Paused by Ana on Jan 1, \d\d:00\. Resume to go on\.$/);
});

it("of the run itself says why", () => {
  const stopReason = { code: "budget", message: "The run has cost $2.00 of its budget of $2.00." };
  const byItself = { ...paused, stopReason, boundBy: { ...paused.boundBy, lastMove: { ...lastMove, actor: null } } };
  expect(boundByText(byItself, AT + 121_000).replace(/\u00a0/g, " ")).toBe(`Paused 2 min ago: ${stopReason.message}`);
});

it("is the server's sentence where nobody paused", () => {
  expect(boundByText(runWith(), AT)).toBe("Bound by RATE: 5.0 of 5 rps used.");
});
