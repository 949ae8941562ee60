"use client";

import { Bell } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button";
import { Tooltip } from "../ui/tooltip";

/** Asks the browser whether it may notify: only on a press, and shown only while that is open. */
export function NotifyButton() {
  // After the first drawing, which has to be the server's.
  const [permission, setPermission] = useState<NotificationPermission | null>(null);
  useEffect(() => setPermission(typeof Notification === "undefined" ? null : Notification.permission), []);
  if (permission !== "default") return null;
  const ask = () => {
    Notification.requestPermission().then(setPermission, () => setPermission("denied"));
  };
  return (
    <Tooltip text="Tells you when a run that you have open pauses by itself or ends">
      <Button size="sm" onClick={ask}>
        <Bell aria-hidden />
        Notify me
      </Button>
    </Tooltip>
  );
}
