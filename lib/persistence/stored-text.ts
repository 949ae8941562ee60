/**
 * Text as both databases can hold it: PostgreSQL refuses NUL and lone surrogates, so they become U+FFFD everywhere.
 * Text inside JSON columns needs no cleaning, because JSON escapes both.
 */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "\uFFFD") : wellFormed;
}

export function storableTextOrNull(text: string | null): string | null {
  return text === null ? null : storableText(text);
}
