import { NAV_ITEMS } from "./nav-items";

export interface SheetPart {
  readonly title: string;
  readonly keys: readonly {
    readonly keys: readonly string[];
    readonly text: string;
    readonly or?: readonly string[];
  }[];
}

/** Every key there is, by where it works. What is added to a page is added here. `or`: other keys that do the same. */
export function shortcutSheet(modifier: string): readonly SheetPart[] {
  return [
    {
      title: "Anywhere",
      keys: [
        { keys: [modifier, "K"], text: "Search or run a command" },
        ...NAV_ITEMS.map((item) => ({ keys: ["G", item.key.toUpperCase()], text: `Go to ${item.label}` })),
        { keys: ["C"], text: "New run" },
        { keys: ["["], text: "Narrow or widen the rail" },
        { keys: ["?"], text: "This sheet" },
        { keys: ["Esc"], text: "Close what is open" },
      ],
    },
    {
      title: "In a list",
      keys: [
        { keys: ["/"], text: "Find in the list" },
        { keys: ["F"], text: "Open the filter" },
        { keys: ["J"], or: ["↓"], text: "Next row" },
        { keys: ["K"], or: ["↑"], text: "Previous row" },
        { keys: ["Enter"], text: "Open the row" },
        { keys: ["X"], text: "Tick the row, where rows can be ticked" },
        { keys: ["Esc"], text: "Untick all" },
      ],
    },
    {
      title: "On a run",
      keys: [
        { keys: ["P"], text: "Pause or resume" },
        { keys: ["E"], text: "Edit limits" },
        { keys: ["H"], text: "Hold the charts, or follow again" },
        { keys: ["1"], text: "Live; 2 Cases, 3 Log, 4 Config" },
        { keys: ["J"], text: "Next case, in an open case" },
        { keys: ["K"], text: "Previous case, in an open case" },
      ],
    },
    {
      title: "In a chart",
      keys: [
        { keys: ["←", "→"], text: "Step through the points; with Shift, choose a range" },
        { keys: ["Home"], text: "First point; End leads to the last; with Shift, choose a range up to it" },
        { keys: ["Space"], text: "Hold the charts, or follow again" },
        { keys: ["T"], text: "View as table" },
        { keys: ["L"], text: "To the legend, which shows and hides lines" },
        { keys: ["Esc"], text: "Follow again" },
      ],
    },
    {
      title: "In a form",
      keys: [{ keys: [modifier, "↵"], text: "Start the run, or apply the limits" }],
    },
  ];
}
