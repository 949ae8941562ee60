/** English text has about four characters to a token. */
const CHARACTERS_PER_TOKEN = 4;

/** Tokens of a case's variables, roughly. */
export function tokensOfCase(meanCharacters: number): number {
  return Math.ceil(meanCharacters / CHARACTERS_PER_TOKEN);
}
