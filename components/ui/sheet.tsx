"use client";

import { lateCode } from "./late-code";
import { LateOverlay } from "./late-overlay";
import type { SheetProps } from "./sheet-window";

export const sheetCode = lateCode(() => import("./sheet-window").then((file) => file.SheetWindow));

/** A drawer from the right that leaves the page beside it in view. */
export function Sheet(props: SheetProps) {
  return <LateOverlay code={sheetCode} props={props} />;
}
