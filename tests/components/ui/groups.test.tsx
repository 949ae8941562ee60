import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { Segmented } from "@/components/ui/segmented";
import { Tabs } from "@/components/ui/tabs";
import "../screen";

const RANGES = ["1m", "5m", "all"] as const;

function Ranges() {
  const [range, setRange] = useState<(typeof RANGES)[number] | null>("5m");
  return (
    <>
      <Segmented
        label="Range"
        value={range}
        onValueChange={setRange}
        options={RANGES.map((value) => ({ value, label: value }))}
      />
      <button type="button">After</button>
    </>
  );
}

function Parts() {
  const [part, setPart] = useState<"live" | "log" | "config">("live");
  const items = (["live", "log", "config"] as const).map((value) => ({
    value,
    label: value,
    content: <p>the {value}</p>,
  }));
  return <Tabs label="Parts" value={part} onValueChange={setPart} items={items} />;
}

const focused = () => document.activeElement?.textContent;
const checked = () => screen.getByRole("radio", { checked: true }).textContent;

describe("a segmented choice", () => {
  it("is one stop of the Tab key, at what is chosen; arrows go round, and the space bar chooses", async () => {
    const user = userEvent.setup();
    render(<Ranges />);
    await user.tab();
    expect(focused()).toBe("5m");
    await user.keyboard("{ArrowRight}");
    expect(focused()).toBe("all");
    await user.keyboard("{ArrowDown}");
    expect(focused()).toBe("1m");
    await user.keyboard("{ArrowLeft}{Home}{End}");
    expect(focused()).toBe("all");
    expect(checked()).toBe("5m");
    await user.keyboard(" ");
    expect(checked()).toBe("all");
    await user.tab();
    expect(focused()).toBe("After");
    await user.tab({ shift: true });
    expect(focused()).toBe("all");
  });
});

describe("tabs", () => {
  it("open what the focus comes to, by keys and by presses, and draw that alone", async () => {
    const user = userEvent.setup();
    render(<Parts />);
    await user.tab();
    await user.keyboard("{ArrowLeft}");
    expect(screen.getByRole("tab", { selected: true }).textContent).toBe("config");
    expect(screen.getByRole("tabpanel", { name: "config" }).textContent).toBe("the config");
    expect(screen.queryByText("the live")).toBeNull();
    await user.keyboard("{ArrowDown}");
    expect(focused()).toBe("config");
    await user.click(screen.getByRole("tab", { name: "log" }));
    expect(screen.getByRole("tabpanel").textContent).toBe("the log");
    expect(focused()).toBe("log");
  });
});
