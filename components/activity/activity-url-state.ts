"use client";

import { createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { ActivityFilters } from "@/lib/client/activity";
import { ACTIVITY_KINDS, ACTIVITY_OBJECTS } from "@/lib/core/activity";

export const SINCE_CHOICES = ["1h", "24h", "7d", "30d"] as const;

/** `preset:openai-default`; what names no kind of object is ignored. */
const parseAsObject = createParser({
  parse: (text) =>
    ACTIVITY_OBJECTS.some((kind) => text.startsWith(`${kind}:`) && text.length > kind.length + 1) ? text : null,
  serialize: (text: string) => text,
});

export const ACTIVITY_PARAMS = {
  kind: parseAsArrayOf(parseAsStringLiteral(ACTIVITY_KINDS)),
  object: parseAsObject,
  actor: parseAsString,
  q: parseAsString,
  since: parseAsStringLiteral(SINCE_CHOICES),
};

/** The filters of the page, in the URL. */
export function useActivityFilters() {
  return useQueryStates(ACTIVITY_PARAMS, { history: "replace", throttleMs: 200 });
}

/** The filters that are set, as the API takes them. */
export function toActivityFilters(state: ReturnType<typeof useActivityFilters>[0]): ActivityFilters {
  const { kind, object, actor, q, since } = state;
  return {
    ...(kind?.length ? { kind } : {}),
    ...(object ? { object } : {}),
    ...(actor ? { actor } : {}),
    ...(q ? { q } : {}),
    ...(since ? { since } : {}),
  };
}
