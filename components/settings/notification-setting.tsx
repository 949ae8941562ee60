"use client";

import { useEffect, useState } from "react";
import { Button } from "../ui/button";
import { SettingRow } from "./setting-card";

type Permission = NotificationPermission | "unknown" | "none";

const WORDS: Readonly<Record<Permission, string>> = {
  unknown: "",
  none: "This browser has none",
  default: "",
  granted: "Allowed",
  denied: "Blocked",
};

/** Whether the browser may tell of runs that end while the page is not looked at. Only the browser can take it back. */
export function NotificationSetting() {
  // After the first drawing, which has to be the server's.
  const [permission, setPermission] = useState<Permission>("unknown");
  useEffect(() => setPermission(typeof Notification === "undefined" ? "none" : Notification.permission), []);
  const ask = () => {
    Notification.requestPermission().then(setPermission, () => setPermission("denied"));
  };
  const how =
    permission === "denied" || permission === "granted"
      ? " To change it, use the site settings of the browser (beside the address)."
      : "";
  return (
    <SettingRow
      label="Notifications"
      hint={`When a run ends, or pauses by itself, while this page is open but not in view.${how}`}
    >
      {permission === "default" ? (
        <Button size="sm" onClick={ask}>
          Allow
        </Button>
      ) : (
        <output className="text-muted text-sm">{WORDS[permission]}</output>
      )}
    </SettingRow>
  );
}
