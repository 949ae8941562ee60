"use client";

import { useState } from "react";
import { ApiError } from "@/lib/client/api-client";
import { fieldOfPath } from "./field-of-path";
import { launchFieldId } from "./form-api";
import type { LaunchProblems } from "./read-launch";

/** Which problems may be told: those of fields that were left, and all once the form was sent. */
export function useLaunchProblems(problems: LaunchProblems, prompts: number) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState(false);
  const [refused, setRefused] = useState<LaunchProblems>({});
  return {
    problem: (field: string) => (sent || left.has(field) ? problems[field] : undefined) ?? refused[field],
    leave: (field: string) => setLeft((before) => (before.has(field) ? before : new Set(before).add(field))),
    /** All that may be told of all fields, in the order of the form, once it was sent. */
    told: sent ? { ...problems, ...refused } : refused,
    /** Tells all, and brings the first bad field into focus. */
    tellAll: () => {
      setSent(true);
      focusFirst(Object.keys(problems));
    },
    /** What the server refused, at its fields. */
    refuse: (error: unknown) => {
      if (!(error instanceof ApiError)) return;
      const found = Object.fromEntries(error.issues.map((issue) => [fieldOfPath(issue.path, prompts), issue.message]));
      setRefused(found);
      focusFirst(Object.keys(found));
    },
    /** Something was changed: what the server said may no longer hold. */
    forgive: () => setRefused((before) => (Object.keys(before).length === 0 ? before : {})),
  };
}

function focusFirst(fields: readonly string[]): void {
  const [first] = fields;
  if (first === undefined) return;
  // After the errors are drawn, so that the field's description holds its own.
  requestAnimationFrame(() => document.getElementById(launchFieldId(first))?.focus());
}
