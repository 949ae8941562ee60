import { fireEvent, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { CodeBlock } from "@/components/ui/code-block";
import { show } from "./screen";

const block = () => screen.getByRole("region", { name: "Output" });

describe("CodeBlock", () => {
  it("shows short text whole", () => {
    show(<CodeBlock label="Output" text="<b>42</b>" />);
    expect(block().textContent).toBe("<b>42</b>");
    expect(block().querySelector("b")).toBeNull();
  });

  it("lays out huge text bit by bit, and cuts no character in two", () => {
    show(<CodeBlock label="Output" text={`x${"🦉".repeat(100_000)}`} />);
    const shown = block().querySelector("pre")?.textContent ?? "";
    expect(shown.length).toBe(19_999);
    expect(shown).not.toMatch(/\p{Surrogate}/u);
    expect(block().textContent).toContain("The first 19,999 of 200,001 characters");
    fireEvent.click(screen.getByRole("button", { name: "Show more" }));
    expect(block().textContent).toContain("The first 99,999 of 200,001 characters");
    fireEvent.click(screen.getByRole("button", { name: "Show more" }));
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  });
});
