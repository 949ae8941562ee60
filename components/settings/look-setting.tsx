"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { usePreferences } from "../ui/preferences";
import { Segmented } from "../ui/segmented";
import { SettingRow } from "./setting-card";

const THEMES = [
  { value: "system", label: "System" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

const never = () => () => {};

/** Theme, height of rows, how times are told, and what moves. */
export function LookSetting() {
  const { theme, setTheme } = useTheme();
  const { preferences, change } = usePreferences();
  // The server does not know the theme that was chosen.
  const awake = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const chosen = THEMES.find(({ value }) => value === theme)?.value ?? "system";
  return (
    <>
      <SettingRow label="Theme">
        <Segmented label="Theme" value={awake ? chosen : "system"} onValueChange={setTheme} options={THEMES} />
      </SettingRow>
      <SettingRow label="Rows" hint="How high the rows of lists are: 28, 32 or 40 pixels">
        <Segmented
          label="Rows"
          value={preferences.density}
          onValueChange={(density) => change({ density })}
          options={[
            { value: "compact", label: "Compact" },
            { value: "normal", label: "Normal" },
            { value: "comfortable", label: "Comfortable" },
          ]}
        />
      </SettingRow>
      <SettingRow label="Time axes" hint="What the charts of a run count">
        <Segmented
          label="Time axes"
          value={preferences.timeAxis}
          onValueChange={(timeAxis) => change({ timeAxis })}
          options={[
            { value: "elapsed", label: "Time since the start" },
            { value: "clock", label: "Clock" },
          ]}
        />
      </SettingRow>
      <SettingRow label="Time zone" hint="Whose clock dates and times are told by">
        <Segmented
          label="Time zone"
          value={preferences.timeZone}
          onValueChange={(timeZone) => change({ timeZone })}
          options={[
            { value: "browser", label: "This browser’s" },
            { value: "utc", label: "UTC" },
          ]}
        />
      </SettingRow>
      <SettingRow label="Motion" hint="Windows that slide, marks that pulse">
        <Segmented
          label="Motion"
          value={preferences.motion}
          onValueChange={(motion) => change({ motion })}
          options={[
            { value: "system", label: "As the system" },
            { value: "reduce", label: "None" },
          ]}
        />
      </SettingRow>
    </>
  );
}
