import { describe, expect, it } from "vitest";
import { differenceOrder } from "@/lib/core/comparing/row-order";

describe("the order of compared cases", () => {
  it.each([
    ["-latency", { figure: "latency", descending: true }],
    ["latency", { figure: "latency", descending: false }],
    ["-cost", { figure: "cost", descending: true }],
    ["cost", { figure: "cost", descending: false }],
  ] as const)("%s is by a difference to the baseline", (order, expected) => {
    expect(differenceOrder(order)).toEqual(expected);
  });

  it.each(["change", "case"] as const)("%s is by none", (order) => {
    expect(differenceOrder(order)).toBeNull();
  });
});
