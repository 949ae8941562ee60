import { beforeEach, describe, expect, it, vi } from "vitest";
import { emptyTexts } from "@/components/launch/launch-draft";
import { readStoredTexts, storeTexts } from "@/components/launch/stored-texts";

const texts = (prompt: string) => ({ ...emptyTexts(), prompt });

beforeEach(() => localStorage.clear());

describe("texts of drafts", () => {
  it("are kept by the draft's id, and what is of another version is none", () => {
    expect(storeTexts("one", texts("First"))).toBe(true);
    storeTexts("two", texts("Second"));
    expect(readStoredTexts("one")?.prompt).toBe("First");
    expect(readStoredTexts("three")).toBeNull();
    localStorage.setItem("launch-draft:one", '{"prompt": 4}');
    expect(readStoredTexts("one")).toBeNull();
    localStorage.setItem("launch-draft:one", "{");
    expect(readStoredTexts("one")).toBeNull();
  });

  it("make room for newer ones, oldest first", () => {
    vi.useFakeTimers();
    for (let nth = 0; nth < 25; nth += 1) {
      vi.setSystemTime(1_700_000_000_000 + nth * 1000);
      storeTexts(`d${nth}`, texts(`Draft ${nth}`));
    }
    vi.useRealTimers();
    expect(Object.keys(localStorage)).toHaveLength(20);
    expect(readStoredTexts("d4")).toBeNull();
    expect(readStoredTexts("d24")?.prompt).toBe("Draft 24");
  });

  it("are not kept where the browser refuses, and that is told", () => {
    const refused = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new Error("blocked");
    });
    expect(storeTexts("one", texts("First"))).toBe(false);
    refused.mockRestore();
  });
});
