"use client";

import type { AlertDialogProps } from "./alert-dialog-window";
import { lateCode } from "./late-code";
import { LateOverlay } from "./late-overlay";

export const alertDialogCode = lateCode(() => import("./alert-dialog-window").then((file) => file.AlertDialogWindow));

/**
 * Asks before something that cannot be taken back. The safe answer has the focus; the dialog stays open while
 * the act is under way and when it fails (`error`).
 */
export function AlertDialog(props: AlertDialogProps) {
  return <LateOverlay code={alertDialogCode} props={props} />;
}
