"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { writeTimesIn } from "@/lib/format";
import { DEFAULT_PREFERENCES, type Preferences, writePreferences } from "./preferences-cookie";

interface PreferencesApi {
  readonly preferences: Preferences;
  readonly change: (change: Partial<Preferences>) => void;
}

const PreferencesContext = createContext<PreferencesApi>({ preferences: DEFAULT_PREFERENCES, change: () => {} });

/** Holds how this person likes the pages. `initial` is what the server read from the cookie. */
export function PreferencesProvider({ initial, children }: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(() => {
    // Before anything is drawn in the browser; the server writes no times.
    if (typeof window !== "undefined") writeTimesIn(initial.timeZone);
    return initial;
  });
  const change = useCallback(
    (patch: Partial<Preferences>) => {
      const next = { ...preferences, ...patch };
      setPreferences(next);
      document.documentElement.dataset.density = next.density;
      document.documentElement.dataset.motion = next.motion;
      writeTimesIn(next.timeZone);
      writePreferences(next);
    },
    [preferences],
  );
  return <PreferencesContext.Provider value={{ preferences, change }}>{children}</PreferencesContext.Provider>;
}

/** How this person likes the pages, and how to change that. */
export function usePreferences(): PreferencesApi {
  return useContext(PreferencesContext);
}
