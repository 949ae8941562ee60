import { describe, expect, it } from "vitest";
import { RUN_PARAMS } from "@/components/runs/run-url-state";
import { notUnderstood } from "@/components/ui/not-understood";

describe("the address of a run's page", () => {
  it.each([
    ["1", true],
    ["true", true],
    ["0", false],
    ["false", false],
    ["perhaps", null],
  ])("reads hold=%s", (text, hold) => {
    expect(RUN_PARAMS.hold.parse(text)).toBe(hold);
  });

  it("is written short", () => {
    expect(RUN_PARAMS.hold.serialize(true)).toBe("1");
  });

  it("tells what it does not understand", () => {
    const search = "tab=nonsense&range=1y&hold=1&case=x&state=done,odd&lvl=loud&sort=name&minAttempts=2&charts=more";
    const names = notUnderstood(new URLSearchParams(search), RUN_PARAMS).map(({ name }) => name);
    expect(names.sort()).toEqual(["lvl", "range", "sort", "state", "tab"]);
  });
});
