"use client";

import { usePreferences } from "../ui/preferences";
import { Switch } from "../ui/switch";

/** Keys, and what is read out. */
export function ReadingSetting() {
  const { preferences, change } = usePreferences();
  return (
    <>
      <div className="px-4 py-3">
        <Switch
          checked={preferences.singleKeys}
          onCheckedChange={(singleKeys) => change({ singleKeys })}
          label={<span className="font-medium">Single-key shortcuts</span>}
          hint="P pauses, E edits, ? lists all. Turn them off where dictation or a slip of the hand would press them; ⌘K and Ctrl K stay."
        />
      </div>
      <div className="px-4 py-3">
        <Switch
          checked={preferences.announceWarnings}
          onCheckedChange={(announceWarnings) => change({ announceWarnings })}
          label={<span className="font-medium">Read warnings of the log out</span>}
          hint="For screen readers: warnings and errors of an open run, as they come. Changes of state are always read out."
        />
      </div>
    </>
  );
}
