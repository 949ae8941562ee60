import { expect, it } from "vitest";
import { cooldownReason } from "@/lib/core/retry/cooldown-reason";

it.each([
  [null, 400, "the provider sent a 429"],
  [0, 400, "the provider sent a 429"],
  [24_000, 24_000, "Retry-After 24 s"],
  [
    99_999_999_000,
    86_400_000,
    "Retry-After 27777 h 47 min, longer than any limit's window; asks again after 24 h 00 min",
  ],
  [38_000, 900_000, "the day's limit is used up, also after Retry-After 38 s; asks again after 15 min 0 s"],
])("a wait of %s ms that became %d is told as %j", (askedMs, cooldownMs, words) => {
  expect(cooldownReason(askedMs, cooldownMs)).toBe(words);
});
