/** Tokens of a text, at most a few thousand characters long. */
export type CountTokens = (text: string) => number;

/** A tokenizer that may have to be loaded: until then it counts roughly. */
export interface Tokenizer {
  readonly count: CountTokens;
  /** Resolves when counts are exact. */
  ready(): Promise<void>;
}

/** A tokenizer's work grows with the square of a text without spaces, so it never sees more than this at once. */
const PIECE_CHARACTERS = 400;
/** Where a piece has no space to be cut at. */
const SOLID_CHARACTERS = 128;
/** Texts up to here are counted whole. */
const WHOLE_CHARACTERS = 8000;
/** Longer ones by this many pieces, evenly spread. */
const SAMPLES = 16;

/**
 * Tokens of a text of any length, in bounded time. Up to 8,000 characters it is counted whole, in pieces of at most
 * 400, cut at spaces, or of 128 where there are none (a cut through a word can add a token). A longer one is counted in
 * 16 stretches of 400, spread evenly from its first to its last character, and scaled up by its length: a text of a
 * million characters costs no more than one of 8,000, some milliseconds. How far that is off depends on how much the
 * text changes on its way.
 */
export function countLongText(text: string, count: CountTokens): number {
  if (text.length <= WHOLE_CHARACTERS) return countPieces(text, count);
  let tokens = 0;
  for (let at = 0; at < SAMPLES; at += 1) {
    const from = Math.round((at * (text.length - PIECE_CHARACTERS)) / (SAMPLES - 1));
    tokens += countPieces(text.slice(from, from + PIECE_CHARACTERS), count);
  }
  return Math.ceil((tokens * text.length) / (SAMPLES * PIECE_CHARACTERS));
}

function countPieces(text: string, count: CountTokens): number {
  let tokens = 0;
  for (let from = 0; from < text.length; ) {
    const to = endOfPiece(text, from);
    tokens += count(text.slice(from, to));
    from = to;
  }
  return tokens;
}

/** Before the last space within reach: a space belongs to the word behind it. */
function endOfPiece(text: string, from: number): number {
  if (text.length - from <= SOLID_CHARACTERS) return text.length;
  const space = text.lastIndexOf(" ", from + PIECE_CHARACTERS);
  if (space > from + SOLID_CHARACTERS) return text.length - from <= PIECE_CHARACTERS ? text.length : space;
  return Math.min(text.length, from + SOLID_CHARACTERS);
}
