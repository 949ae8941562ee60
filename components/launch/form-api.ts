import type { ReactNode } from "react";
import type { LaunchDraft, LaunchParams, LaunchTexts } from "./launch-draft";
import type { LaunchData } from "./use-launch-data";

/** What each part of the form is given: the values, and how to change and judge them. */
export interface LaunchFormApi {
  readonly draft: LaunchDraft;
  readonly data: LaunchData;
  readonly patch: (change: Partial<LaunchParams>) => void;
  readonly patchTexts: (change: Partial<LaunchTexts>) => void;
  /** What is wrong with a field, once it may be told. */
  readonly problem: (field: string) => string | undefined;
  /** The field was left. */
  readonly leave: (field: string) => void;
  /** Remarks that stand under a field. */
  readonly notices: (field: string) => ReactNode | undefined;
}

/** The id of a field's control, so that it can be given the focus. */
export function launchFieldId(field: string): string {
  return `launch-${field}`;
}
