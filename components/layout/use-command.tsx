"use client";

import { createContext, type ReactNode, useContext, useEffect, useId, useMemo, useRef, useState } from "react";

export const COMMAND_GROUPS = ["On this page", "Go to", "Do"] as const;

/** Something that the command menu offers. */
export interface Command {
  /** Unique in the whole menu. */
  readonly id: string;
  readonly label: string;
  /** Absent: "On this page". */
  readonly group?: (typeof COMMAND_GROUPS)[number];
  /** The keys that do the same: `["G", "R"]`. */
  readonly keys?: readonly string[];
  /** Further words by which it is found. */
  readonly keywords?: readonly string[];
  readonly run: () => void;
}

interface CommandMenuApi {
  readonly open: boolean;
  readonly show: () => void;
  readonly hide: () => void;
  /** What the frame and the open page offer, as it is now. */
  readonly commands: () => readonly Command[];
  /** Whether the sheet that lists all keys is open. */
  readonly sheet: boolean;
  readonly setSheet: (open: boolean) => void;
}

type Registry = Map<string, readonly Command[]>;

const MenuContext = createContext<CommandMenuApi>({
  open: false,
  show: () => {},
  hide: () => {},
  commands: () => [],
  sheet: false,
  setSheet: () => {},
});
const RegistryContext = createContext<{ readonly current: Registry } | null>(null);

/** Holds what pages offer to the command menu, and whether that, or the sheet of keys, is open. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [sheet, setSheet] = useState(false);
  const registry = useRef<Registry>(new Map());
  const api = useMemo<CommandMenuApi>(
    () => ({
      open,
      show: () => setOpen(true),
      hide: () => setOpen(false),
      commands: () => [...registry.current.values()].flat(),
      sheet,
      setSheet,
    }),
    [open, sheet],
  );
  return (
    <RegistryContext.Provider value={registry}>
      <MenuContext.Provider value={api}>{children}</MenuContext.Provider>
    </RegistryContext.Provider>
  );
}

/**
 * Offers commands in the command menu for as long as the caller is on the screen. A page gives its own in one call:
 * `useCommands([{ id: "run.pause", label: "Pause", keys: ["P"], run: pause }])`.
 */
export function useCommands(commands: readonly Command[]): void {
  const registry = useContext(RegistryContext);
  const owner = useId();
  // Each time anew: the menu reads them when it opens, and has to act on what the page shows now.
  useEffect(() => {
    registry?.current.set(owner, commands);
  });
  useEffect(() => () => void registry?.current.delete(owner), [registry, owner]);
}

/** Opens and closes the command menu and the sheet of keys. */
export function useCommandMenu(): CommandMenuApi {
  return useContext(MenuContext);
}
