import { DomainError } from "@/lib/core/errors";

/**
 * The position that a page's `nextCursor` stands for; null where none was given.
 * @throws DomainError invalid-input
 */
export function positionOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  const issue = { path: "cursor", message: "must be the nextCursor of the page before" };
  throw new DomainError("invalid-input", `cursor: ${issue.message}`, [issue]);
}

export function cursorOf(position: number | null): string | null {
  return position === null ? null : String(position);
}

/**
 * The place in an ordered list that a page's `nextCursor` stands for; null where none was given.
 * @throws DomainError invalid-input
 */
export function placeOf(cursor: string | undefined): { value: number; ord: number } | null {
  const parts = /^(-?[\d.]{1,25}(?:e[+-]?\d{1,3})?)~(\d{1,15})$/.exec(cursor ?? "");
  if (parts !== null) return { value: Number(parts[1]), ord: Number(parts[2]) };
  const position = positionOf(cursor);
  return position === null ? null : { value: position, ord: position };
}

/** A position alone where the list is in the order of positions. */
export function placeCursorOf(place: { value: number; ord: number } | null): string | null {
  if (place === null) return null;
  return place.value === place.ord ? String(place.ord) : `${place.value}~${place.ord}`;
}
