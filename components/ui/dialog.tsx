"use client";

import type { DialogProps } from "./dialog-window";
import { lateCode } from "./late-code";
import { LateOverlay } from "./late-overlay";

export const dialogCode = lateCode(() => import("./dialog-window").then((file) => file.DialogWindow));

/** A modal dialog with a title, a body and a row of actions. Focus is trapped and comes back on close. */
export function Dialog(props: DialogProps) {
  return <LateOverlay code={dialogCode} props={props} />;
}
