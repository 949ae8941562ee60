import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CommandMenu } from "@/components/layout/command-menu";
import { matchCommand } from "@/components/layout/match-command";
import { trailOf } from "@/components/layout/trail";
import { CommandProvider, useCommandMenu, useCommands } from "@/components/layout/use-command";
import { fakeApi } from "../fake-api";
import { show as draw } from "../screen";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));

function Page({ pause }: { pause: () => void }) {
  const { open, show } = useCommandMenu();
  useCommands([
    { id: "pause", label: "Pause this run", keys: ["P"], run: pause },
    { id: "rail", label: "Narrow the rail", group: "Do", run: () => {} },
  ]);
  return (
    <>
      <button type="button" onClick={show}>
        Open
      </button>
      <CommandMenu open={open} />
    </>
  );
}

describe("what is typed into the command menu", () => {
  const score = (search: string, label: string, ...words: string[]) => matchCommand("id", search, [label, ...words]);
  it("finds by every word, in label or further words, and puts beginnings first", () => {
    expect(score("new ru", "New run")).toBe(1);
    expect(score("run new", "New run")).toBe(0.8);
    expect(score("launch", "New run", "launch")).toBe(0.2);
    expect(score("new preset", "New run", "launch")).toBe(0);
    expect(score("ew", "New run")).toBe(0.5);
    expect(score("  ", "New run")).toBe(1);
  });
  it("is not found in an id", () => {
    expect(matchCommand("run_abc", "abc", ["Nightly"])).toBe(0);
  });
});

describe("the breadcrumb", () => {
  it.each([
    ["/runs", null, ["Runs"]],
    ["/runs/run_1", "Nightly", ["Runs", "Nightly"]],
    ["/runs/new", null, ["Runs", "New run"]],
    ["/presets/new", null, ["Presets", "New preset"]],
    ["/datasets/new", null, ["Datasets", "Import dataset"]],
    ["/prices", null, ["Providers", "Prices"]],
    ["/datasets/%E0%A4%A", null, ["Datasets", "%E0%A4%A"]],
    ["/settings", null, ["Settings"]],
    ["/nowhere", null, []],
  ])("of %s (named %s) is %j", (path, name, labels) => {
    expect(trailOf(path, name).map(({ label }) => label)).toEqual(labels);
  });
});

describe("the command menu", () => {
  const api = fakeApi();
  beforeEach(() => {
    const empty = () => ({ status: 200, body: { items: [], nextCursor: null } });
    api.answer("GET /api/v1/runs?limit=8", empty);
    api.answer("GET /api/v1/runs?limit=8&q=nothing+like+it", empty);
    for (const route of ["presets", "datasets", "providers"]) api.answer(`GET /api/v1/${route}`, empty);
    for (const route of ["presets", "datasets", "providers"]) api.answer(`GET /api/v1/${route}?limit=500`, empty);
  });

  it("offers what the open page registers, runs it after closing, and gives the focus back", async () => {
    const user = userEvent.setup();
    const pause = vi.fn();
    draw(
      <CommandProvider>
        <Page pause={pause} />
      </CommandProvider>,
    );
    await user.click(screen.getByRole("button", { name: "Open" }));
    const field = await screen.findByRole("combobox", { name: "Search or run a command" });
    expect(screen.getByRole("option", { name: /Pause this run/ }).textContent).toContain("P");
    await user.type(field, "nothing like it");
    await screen.findByText('Nothing matches "nothing like it".');
    await user.clear(field);
    await user.type(field, "pause{Enter}");
    await vi.waitFor(() => expect(pause).toHaveBeenCalledOnce());
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Open" }));
  });
});
