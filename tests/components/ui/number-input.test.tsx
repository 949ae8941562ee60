import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { LimitInputs } from "@/components/limit-fields/limit-inputs";
import { draftOfLimits } from "@/components/limit-fields/limits-draft";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/text-input";
import { limitsSchema } from "@/lib/core/limits/limits";
import { show } from "../screen";

function Owner({ start, stepDecimals }: { start: string; stepDecimals: number }) {
  const [value, setValue] = useState(start);
  return (
    <Field label="Number">
      <NumberInput stepDecimals={stepDecimals} value={value} onChange={(event) => setValue(event.target.value)} />
    </Field>
  );
}

describe("a field for a number", () => {
  it.each<[string, string, string, number?]>([
    ["5", "{ArrowUp}", "6"],
    ["5", "{ArrowUp}", "5.1", 1],
    ["5.1", "{ArrowDown}{ArrowDown}", "4.9", 1],
    ["0.05", "{ArrowUp}", "0.06", 1],
    ["5", "{ArrowDown}{ArrowDown}", "3"],
    ["2.9", "{ArrowUp}{ArrowUp}", "3.1"],
    ["0.05", "{ArrowDown}", "0.04"],
    ["0", "{ArrowDown}", "0"],
    ["300/min", "{ArrowUp}", "300/min"],
    ["", "{ArrowUp}", ""],
    ["5", "{Shift>}{ArrowUp}{/Shift}", "5"],
  ])("is stepped by arrows: %j by %s to %j", async (start, keys, after, stepDecimals = 0) => {
    show(<Owner start={start} stepDecimals={stepDecimals} />);
    const box = screen.getByRole("textbox", { name: "Number" });
    box.focus();
    await userEvent.keyboard(keys);
    expect(box).toHaveProperty("value", after);
  });
});

describe("the fields of limits", () => {
  it("are described by the remarks that stand under the row", () => {
    show(
      <LimitInputs
        idPrefix="x"
        draft={draftOfLimits(limitsSchema.parse({ requestsPerSecond: 5, burst: 10, concurrency: 8 }))}
        onChange={() => {}}
        problems={{}}
        notices={{ concurrency: <p>8 at once carry 2.0 rps</p> }}
      />,
    );
    const described = (name: string) =>
      (screen.getByRole("textbox", { name }).getAttribute("aria-describedby") ?? "")
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent);
    expect(described("At once")).toEqual(["Requests in flight", "8 at once carry 2.0 rps"]);
    expect(described("Burst")).toEqual(["Permits saved while idle"]);
  });
});
