import { expect, it } from "vitest";
import { cooldownReason, cooldownWords } from "@/lib/core/retry/cooldown-reason";

it.each([
  [null, 400, "a 429 that named no wait"],
  [0, 400, "a 429 that named no wait"],
  [24_000, 24_000, "Retry-After 24 s"],
  [
    99_999_999_000,
    86_400_000,
    "Retry-After 27777 h 47 min, longer than any limit's window; asks again after 24 h 00 min",
  ],
  [38_000, 900_000, "the day's limit is used up, also after Retry-After 38 s; asks again after 15 min"],
])("a wait of %s ms that became %d is told as %j", (askedMs, cooldownMs, words) => {
  expect(cooldownReason(askedMs, cooldownMs)).toBe(words);
});

it.each([
  ["its own wait after a 429", cooldownReason(null, 8000), "waiting after a 429 from openai"],
  ["a wait that was asked for", cooldownReason(12_000, 12_000), "openai asked to wait 12 s (Retry-After)"],
  [
    "one that was asked for and is not kept to",
    cooldownReason(99_999_999_000, 86_400_000),
    "openai asked to wait 27777 h 47 min (Retry-After), longer than any limit's window; asks again after 24 h 00 min",
  ],
  [
    "what its headers tell",
    "its headers say that no requests are left",
    "waiting for openai: its headers say that no requests are left",
  ],
  ["a wait for which no reason is known", null, "waiting for openai"],
])("says %s", (_what, reason, words) => {
  expect(cooldownWords("openai", reason)).toBe(words);
});
