"use client";

import { useState, useSyncExternalStore } from "react";
import { onOtherBuild, otherBuildSeen } from "@/lib/client/build-watch";
import { Button } from "../ui/button";

/**
 * Says once that the server was brought up to date while this page was open. The page goes on: the API keeps to its
 * shapes, and the reader chooses when to reload.
 */
export function NewerVersion() {
  const seen = useSyncExternalStore(onOtherBuild, otherBuildSeen, () => false);
  const [closed, setClosed] = useState(false);
  return (
    <output className="contents">
      {seen && !closed && (
        <div className="fixed inset-x-3 bottom-20 z-30 mx-auto flex max-w-xl flex-wrap items-center gap-2 rounded-lg border bg-bg px-3 py-2 text-sm shadow-overlay md:bottom-4">
          <span className="min-w-0 flex-1 basis-60">
            A newer version of Evalpace is running. This page goes on; reload it to use the new one.
          </span>
          <Button size="sm" variant="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
          <Button size="sm" onClick={() => setClosed(true)}>
            Later
          </Button>
        </div>
      )}
    </output>
  );
}
