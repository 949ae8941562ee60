import { describe, expect, it } from "vitest";
import { ordinalWords, queueWords } from "@/lib/core/words/queue-words";

const nightly = { name: "nightly" };

describe("where a waiting run stands, in words", () => {
  it.each([
    [{ position: 1, endsNeeded: 0, atWork: 3, waitsFor: null }, "Queued: it starts in a moment."],
    [
      { position: 1, endsNeeded: 1, atWork: 1, waitsFor: nightly },
      "Position 1 in the queue; starts when ‘nightly’ ends or pauses.",
    ],
    [
      { position: 1, endsNeeded: 1, atWork: 1, waitsFor: null },
      "Position 1 in the queue; starts when the run at work ends or pauses.",
    ],
    [
      { position: 2, endsNeeded: 2, atWork: 1, waitsFor: null },
      "Position 2 in the queue; starts when 2 runs have ended or paused. One is at work, as many as go at once.",
    ],
    [
      { position: 1, endsNeeded: 1, atWork: 8, waitsFor: nightly },
      "Position 1 in the queue; starts when one of the 8 runs at work ends or pauses, likely ‘nightly’.",
    ],
    [
      { position: 1, endsNeeded: 1, atWork: 8, waitsFor: null },
      "Position 1 in the queue; starts when one of the 8 runs at work ends or pauses.",
    ],
    [
      { position: 3, endsNeeded: 3, atWork: 8, waitsFor: nightly },
      "Position 3 in the queue; starts when 3 runs have ended or paused, the last of them likely ‘nightly’. 8 are at work, as many as go at once.",
    ],
    [
      { position: 12, endsNeeded: 12, atWork: 8, waitsFor: null },
      "Position 12 in the queue; starts when 12 runs have ended or paused. 8 are at work, as many as go at once.",
    ],
  ])("%o", (standing, words) => {
    expect(queueWords(standing)).toBe(words);
  });

  it("counts places as people do", () => {
    expect([1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111].map(ordinalWords)).toEqual(
      "1st 2nd 3rd 4th 10th 11th 12th 13th 21st 22nd 101st 111th".split(" "),
    );
  });
});
