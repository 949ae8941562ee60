"use client";

import { useEffect, useState } from "react";
import { lateCode, whenAtRest } from "./late-code";
import { whenToastWaits } from "./toast";
import { useLateCode } from "./use-late-code";

const toasterCode = lateCode(() => import("./toaster").then((file) => file.Toaster));

/** Draws the toasts: from when the page is at rest, or the first one waits. */
export function LateToaster() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    whenAtRest(() => setWanted(true));
    return whenToastWaits(() => setWanted(true));
  }, []);
  const { loaded: Toaster } = useLateCode(toasterCode, wanted);
  return wanted && Toaster !== null ? <Toaster /> : null;
}
