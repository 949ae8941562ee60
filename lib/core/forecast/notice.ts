export const NOTICE_LEVELS = ["info", "warn", "block"] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

/** One press that mends what a notice says: limits by their path, e.g. `{"concurrency": 25}` or `{"retry.attempts": 4}`. */
export interface NoticeFix {
  readonly label: string;
  readonly patch: Record<string, number>;
}

/** A remark on a launch. `field` is the form's field it stands under, by the same paths; null: under none. */
export interface Notice {
  readonly id: string;
  readonly level: NoticeLevel;
  readonly field: string | null;
  readonly text: string;
  readonly fixes: readonly NoticeFix[];
}

export function notice(
  id: string,
  level: NoticeLevel,
  field: string | null,
  text: string,
  fixes: readonly NoticeFix[] = [],
): Notice {
  return { id, level, field, text, fixes };
}
