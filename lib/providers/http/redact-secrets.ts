/** What a key looks like at OpenAI, Anthropic, Google, Groq, xAI, Hugging Face, or behind `Bearer`; vendors echo parts of it, starred. */
const KEY_SHAPES = /\b(?:sk|pk|rk|gsk|xai|hf|key)[-_][\w*.-]{6,}|\bAIza[\w*-]{10,}|\bBearer\s+[^\s"'\\]+/gi;

/** Strikes whatever looks like a key. What is not part of one, JSON's own signs among them, stays as it is. */
export function strikeKeyShapes(text: string): string {
  return text.replace(KEY_SHAPES, "[key]");
}

/** The longest message that is kept of a failed call. */
export const MAX_MESSAGE_LENGTH = 500;

/** A message fit for people and logs: one line, without keys, 500 characters at most. */
export function redactSecrets(text: string, apiKey: string | null): string {
  // Cut before the patterns run: a body may be megabytes long.
  let safe = text.slice(0, 4 * MAX_MESSAGE_LENGTH);
  if (apiKey !== null && apiKey.length >= 4) safe = safe.replaceAll(apiKey, "[key]");
  safe = strikeKeyShapes(safe).replace(/\s+/g, " ").trim();
  return safe.length <= MAX_MESSAGE_LENGTH ? safe : `${safe.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}
