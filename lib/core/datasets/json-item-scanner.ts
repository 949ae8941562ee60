/** One element of the list of cases, as text, with the line on which it begins. */
export interface JsonItem {
  readonly line: number;
  readonly text: string;
}

/** Where a JSON text is broken, or is no dataset. */
export class JsonTextFault extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

const CASE_KEYS = ["cases", "items", "data"];
const SHAPES = "a dataset is an array of objects, or an object with such an array as cases, items or data";

const NO_SPACE = /[^ \t\n\r]/g;
const QUOTE_OR_BRACKET = /["{}[\]]/g;
const QUOTE_OR_ESCAPE = /["\\]/g;
const VALUE_END = /[,:\]}[{" \t\n\r]/g;

/** What may come next, outside the values. */
type Place =
  | "start"
  | "item-or-end"
  | "item"
  | "item-end"
  | "key-or-end"
  | "key"
  | "colon"
  | "member"
  | "member-end"
  | "end";

/**
 * Finds the elements of the list of cases in a JSON text, piece by piece: of the array that the text is, or of the first
 * one that its object holds as `cases`, `items` or `data`. It looks only at brackets, quotes and commas; what an element
 * holds is left to `JSON.parse`, so that a broken one does not end the reading. Holds one element at most.
 */
export class JsonItemScanner {
  /** The object's own `name`, once it was met. */
  name: string | null = null;
  readonly #maxCharacters: number;
  #items: JsonItem[] = [];
  #place: Place = "start";
  #inObject = false;
  #found = false;
  #key = "";
  #line = 1;
  /** Offset of the next line break in this piece, −1 where there is none. */
  #break = -1;
  /** The value being read, as far as earlier pieces held it: null between values. */
  #value: string | null = null;
  /** Where the value, or its rest, begins in this piece. */
  #from = 0;
  #valueLine = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(maxCharacters: number) {
    this.#maxCharacters = maxCharacters;
  }

  /** Reads a piece. @throws JsonTextFault; what was found before it still comes from `takeItems` */
  push(text: string): void {
    this.#from = 0;
    this.#break = text.indexOf("\n");
    for (let at = 0; at < text.length; ) at = this.#value === null ? this.#step(text, at) : this.#goOn(text, at);
    if (this.#value !== null) this.#value = this.#valueUpTo(text, text.length);
    this.#countLines(text, text.length);
  }

  /** @throws JsonTextFault where the text ends in the middle, or has no list of cases */
  end(): void {
    if (this.#place === "start" && this.#value === null) return;
    if (this.#place !== "end") throw this.#fault("the file ends in the middle of the JSON");
    if (!this.#found) throw this.#fault(`there are no cases; ${SHAPES}`);
  }

  /** What was found since the last time. */
  takeItems(): JsonItem[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  #fault(message: string): JsonTextFault {
    return new JsonTextFault(this.#line, message);
  }

  /** Takes one character between values; returns where to go on. */
  #step(text: string, from: number): number {
    const at = indexOf(NO_SPACE, text, from);
    this.#countLines(text, at);
    const char = text[at];
    if (char === undefined) return at;
    const next = this.#next(char);
    if (next !== null) {
      this.#place = next;
      return at + 1;
    }
    this.#value = "";
    this.#from = at;
    this.#valueLine = this.#line;
    return char === '"' || char === "{" || char === "[" ? this.#open(text, at) : this.#scalar(text, at);
  }

  /** The place after a character of the structure, or null where a value begins. */
  #next(char: string): Place | null {
    switch (this.#place) {
      case "start":
        if (char === "[") return this.#beginItems();
        if (char !== "{") throw this.#fault(`this is no dataset; ${SHAPES}`);
        this.#inObject = true;
        return "key-or-end";
      case "item-or-end":
      case "item-end":
        if (char === "]") return this.#inObject ? "member-end" : "end";
        if (this.#place === "item-or-end") return null;
        return this.#expect(char, ",", "item");
      case "key-or-end":
        return char === "}" ? "end" : char === '"' ? null : this.#expect(char, '"', "key");
      case "key":
        return char === '"' ? null : this.#expect(char, '"', "key");
      case "colon":
        return this.#expect(char, ":", "member");
      case "member":
        return char === "[" && !this.#found && CASE_KEYS.includes(this.#key) ? this.#beginItems() : null;
      case "member-end":
        return char === "}" ? "end" : this.#expect(char, ",", "key");
      case "item":
        return null;
      default:
        throw this.#fault("there is text after the end of the JSON");
    }
  }

  #beginItems(): Place {
    this.#found = true;
    return "item-or-end";
  }

  #expect(char: string, wanted: string, next: Place): Place {
    if (char === wanted) return next;
    throw this.#fault(`not valid JSON: ${wanted === '"' ? "a name in quotes" : wanted} is missing before ${char}`);
  }

  /** Reads on in a value; returns where to go on. */
  #goOn(text: string, from: number): number {
    if (this.#escaped) {
      this.#escaped = false;
      return from + 1;
    }
    if (this.#inString) return this.#inText(text, from);
    if (this.#depth === 0) return this.#scalar(text, from);
    const at = indexOf(QUOTE_OR_BRACKET, text, from);
    return at === text.length ? at : this.#open(text, at);
  }

  /** A quote or bracket. */
  #open(text: string, at: number): number {
    const char = text[at];
    if (char === '"') this.#inString = true;
    else this.#depth += char === "{" || char === "[" ? 1 : -1;
    if (this.#depth === 0 && !this.#inString) this.#complete(text, at + 1);
    return at + 1;
  }

  #inText(text: string, from: number): number {
    const at = indexOf(QUOTE_OR_ESCAPE, text, from);
    if (at === text.length) return at;
    if (text[at] === "\\") this.#escaped = true;
    else this.#inString = false;
    if (this.#depth === 0 && !this.#inString) this.#complete(text, at + 1);
    return at + 1;
  }

  /** A number or a word, or nothing where a value should be: it ends where something else begins. */
  #scalar(text: string, from: number): number {
    const at = indexOf(VALUE_END, text, from);
    if (at < text.length) this.#complete(text, at);
    return at;
  }

  #valueUpTo(text: string, to: number): string {
    const value = (this.#value ?? "") + text.slice(this.#from, to);
    if (value.length <= this.#maxCharacters) return value;
    throw new JsonTextFault(this.#valueLine, `a value is longer than ${this.#maxCharacters} characters`);
  }

  #complete(text: string, to: number): void {
    const value = this.#valueUpTo(text, to);
    this.#value = null;
    this.#countLines(text, to);
    if (this.#place === "item" || this.#place === "item-or-end") {
      this.#items.push({ line: this.#valueLine, text: value });
      this.#place = "item-end";
    } else if (this.#place === "member") {
      const parsed = this.#parse(value);
      if (this.#key === "name" && typeof parsed === "string") this.name = parsed;
      this.#place = "member-end";
    } else {
      this.#key = String(this.#parse(value));
      this.#place = "colon";
    }
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new JsonTextFault(this.#valueLine, `not valid JSON: ${error instanceof Error ? error.message : ""}`);
    }
  }

  #countLines(text: string, to: number): void {
    while (this.#break !== -1 && this.#break < to) {
      this.#line += 1;
      this.#break = text.indexOf("\n", this.#break + 1);
    }
  }
}

/** Where the next character of the kind stands; the text's length where there is none. */
function indexOf(kind: RegExp, text: string, from: number): number {
  kind.lastIndex = from;
  // `test` makes no match object; it is asked a dozen times for every row.
  return kind.test(text) ? kind.lastIndex - 1 : text.length;
}
