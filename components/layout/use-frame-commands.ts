"use client";

import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { copyText } from "../ui/copy-text";
import { usePreferences } from "../ui/preferences";
import { DENSITIES } from "../ui/preferences-cookie";
import { toast } from "../ui/toast";
import { NAV_ITEMS } from "./nav-items";
import { type Command, useCommands } from "./use-command";

/** What can be done and gone to from every page. */
export function useFrameCommands(showSheet: () => void): void {
  const router = useRouter();
  const { setTheme } = useTheme();
  const { preferences, change } = usePreferences();
  const open = (href: string) => () => router.push(href);
  const { singleKeys } = preferences;
  const doThings: readonly Omit<Command, "group">[] = [
    { id: "new-run", label: "New run", keys: ["C"], keywords: ["launch", "start", "eval"], run: open("/runs/new") },
    {
      id: "import",
      label: "Import dataset",
      keywords: ["upload", "csv", "jsonl", "cases"],
      run: open("/datasets/new"),
    },
    { id: "new-preset", label: "New preset", keywords: ["limits", "create"], run: open("/presets/new") },
    { id: "add-provider", label: "Add provider", keywords: ["key", "connect", "api"], run: open("/providers/new") },
    ...(["light", "dark", "system"] as const).map((theme) => ({
      id: `theme-${theme}`,
      label: `Theme: ${theme}`,
      keywords: ["appearance", "colours", "mode"],
      run: () => setTheme(theme),
    })),
    ...DENSITIES.map((density) => ({
      id: `density-${density}`,
      label: `Rows: ${density}`,
      keywords: ["density", "spacing", "height"],
      run: () => change({ density }),
    })),
    {
      id: "single-keys",
      label: `Turn single-key shortcuts ${singleKeys ? "off" : "on"}`,
      keywords: ["keyboard"],
      run: () => change({ singleKeys: !singleKeys }),
    },
    { id: "copy-link", label: "Copy link to this page", keywords: ["share", "url", "address"], run: copyLink },
    { id: "shortcuts", label: "Keyboard shortcuts", keys: ["?"], keywords: ["help", "keys"], run: showSheet },
  ];
  useCommands([
    ...doThings.map((command) => ({ ...command, group: "Do" as const })),
    ...NAV_ITEMS.map(({ href, label, key }) => ({
      id: `go-${href}`,
      label,
      group: "Go to" as const,
      keys: ["G", key.toUpperCase()],
      keywords: ["go", "open", "page"],
      run: open(href),
    })),
    { id: "go-/prices", label: "Prices", group: "Go to", keywords: ["go", "cost", "tokens"], run: open("/prices") },
  ]);
}

function copyLink(): void {
  copyText(window.location.href, () => toast("Link copied."), "Copy the address from its bar.");
}
