import { renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useHeld } from "@/components/ui/use-held";
import "../screen";

interface Shown {
  readonly value: number;
  readonly held: boolean;
  readonly key?: string;
}

const held = (first: Shown) => {
  const { result, rerender } = renderHook(({ value, held: is, key }: Shown) => useHeld(value, is, key), {
    initialProps: first,
  });
  return (next: Shown) => {
    rerender(next);
    return result.current;
  };
};

describe("what is held", () => {
  it("stays as it was when the hold began, and is the newest when it ends", () => {
    const show = held({ value: 1, held: false });
    expect(show({ value: 2, held: true })).toBe(2);
    expect(show({ value: 3, held: true })).toBe(2);
    expect(show({ value: 4, held: false })).toBe(4);
  });

  it("begins anew with another key", () => {
    const show = held({ value: 1, held: true, key: "5m" });
    expect(show({ value: 2, held: true, key: "5m" })).toBe(1);
    expect(show({ value: 3, held: true, key: "15m" })).toBe(3);
    expect(show({ value: 4, held: true, key: "15m" })).toBe(3);
  });
});
