"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { IconButton } from "../ui/icon-button";

const THEMES = [
  { value: "system", label: "Theme: system", icon: Monitor },
  { value: "light", label: "Theme: light", icon: Sun },
  { value: "dark", label: "Theme: dark", icon: Moon },
] as const;

const never = () => () => {};

/** Goes round system, light and dark. */
export function ThemeToggle({ side = "top" }: { side?: "top" | "right" | "bottom" }) {
  const { theme, setTheme } = useTheme();
  // The server does not know the choice; until React is awake the system icon stands in for it.
  const awake = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const index = awake
    ? Math.max(
        0,
        THEMES.findIndex((t) => t.value === theme),
      )
    : 0;
  const { label, icon: Icon } = THEMES[index] ?? THEMES[0];
  const next = THEMES[(index + 1) % THEMES.length] ?? THEMES[0];
  return (
    <IconButton label={`${label} (press for ${next.value})`} side={side} onClick={() => setTheme(next.value)}>
      <Icon aria-hidden />
    </IconButton>
  );
}
