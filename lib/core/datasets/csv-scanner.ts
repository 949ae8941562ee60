/** One record of a CSV text. A record with faults still has its cells, as well as they could be told. */
export interface CsvRecord {
  /** Line on which the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

export const CSV_DELIMITERS = [",", ";", "\t"] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

/** Cells beyond these are dropped, and the record has a fault. */
const MAX_CELLS = 2000;

/** The delimiter that stands most often in the first line, outside quotes; a comma where none does. */
export function detectCsvDelimiter(text: string): CsvDelimiter {
  const counts = new Map<string, number>(CSV_DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === "\n") break;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  const count = (delimiter: CsvDelimiter) => counts.get(delimiter) ?? 0;
  return CSV_DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

/**
 * Splits CSV text (RFC 4180) into records, piece by piece, and knows the line of everything. It does not stop at a
 * fault: it names the line and goes on, so that one reading finds all of them. Lines may end in LF, CRLF or CR;
 * empty lines are skipped. What it holds is bounded by `maxCellCharacters`, however long a cell is.
 */
export class CsvScanner {
  readonly #special: RegExp;
  readonly #delimiter: CsvDelimiter;
  readonly #maxCellCharacters: number;
  #held = "";
  #records: CsvRecord[] = [];
  #line = 1;
  #recordLine = 1;
  #cells: string[] = [];
  #faults: { line: number; message: string }[] = [];
  #cell = "";
  #quote: "none" | "open" | "closed" = "none";
  #quoteLine = 0;
  /** One fault for each cell is enough. */
  #cellFaulty = false;

  constructor(delimiter: CsvDelimiter, maxCellCharacters: number) {
    this.#delimiter = delimiter;
    this.#maxCellCharacters = maxCellCharacters;
    this.#special = delimiter === "\t" ? /["\t\r\n]/g : delimiter === ";" ? /[";\r\n]/g : /[",\r\n]/g;
  }

  /** The records that end in this piece. */
  push(text: string): CsvRecord[] {
    this.#scan(this.#held + text, false);
    return this.#takeRecords();
  }

  /** The last record, where the text does not end with a line break. */
  end(): CsvRecord[] {
    this.#scan(this.#held, true);
    if (this.#quote === "open") {
      this.#fault(this.#quoteLine, "a quote opens a cell here and is never closed");
    }
    if (this.#cells.length > 0 || this.#cell !== "" || this.#quote !== "none") this.#endRecord();
    return this.#takeRecords();
  }

  #takeRecords(): CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #scan(text: string, final: boolean): void {
    this.#held = "";
    for (let at = 0; at < text.length; ) {
      const next = this.#quote === "open" ? this.#scanQuoted(text, at, final) : this.#scanPlain(text, at, final);
      // A quote or a carriage return at the very end means what the next character says.
      if (next === null) {
        this.#held = text.slice(-1);
        return;
      }
      at = next;
    }
  }

  #scanQuoted(text: string, at: number, final: boolean): number | null {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    this.#append(text.slice(at, end));
    if (quote === -1) return text.length;
    if (quote === text.length - 1 && !final) return null;
    if (text[quote + 1] === '"') {
      this.#append('"');
      return quote + 2;
    }
    this.#quote = "closed";
    return quote + 1;
  }

  #scanPlain(text: string, at: number, final: boolean): number | null {
    this.#special.lastIndex = at;
    // `test` makes no match object; it is asked for every cell.
    const stop = this.#special.test(text) ? this.#special.lastIndex - 1 : text.length;
    if (stop > at) this.#appendPlain(text.slice(at, stop));
    const char = text[stop];
    if (char === "\r" && stop === text.length - 1 && !final) return null;
    if (char === '"') this.#meetQuote();
    else if (char === this.#delimiter) this.#endCell();
    else if (char !== undefined) {
      this.#endRecord();
      this.#line += 1;
      this.#recordLine = this.#line;
    }
    return char === "\r" && text[stop + 1] === "\n" ? stop + 2 : stop + 1;
  }

  #meetQuote(): void {
    if (this.#quote === "none" && this.#cell === "") {
      this.#quote = "open";
      this.#quoteLine = this.#line;
      return;
    }
    if (this.#quote === "none") {
      this.#fault(
        this.#line,
        "a quote stands inside a cell that is not quoted; put the cell in quotes and double the quote",
      );
    }
    this.#appendPlain('"');
  }

  #appendPlain(text: string): void {
    if (this.#quote === "closed") {
      const line = this.#quoteLine;
      this.#fault(
        line,
        "a quoted cell that opens here has text after its closing quote; a quote inside a cell is doubled",
      );
    }
    this.#append(text);
  }

  #append(text: string): void {
    if (this.#quote === "open") this.#line += countOf(text, "\n");
    if (this.#cell.length + text.length > this.#maxCellCharacters) {
      const line = this.#quote === "none" ? this.#line : this.#quoteLine;
      this.#fault(line, `a cell that begins here is longer than ${this.#maxCellCharacters} characters`);
      return;
    }
    this.#cell += text;
  }

  #fault(line: number, message: string): void {
    if (!this.#cellFaulty) this.#faults.push({ line, message });
    this.#cellFaulty = true;
  }

  #endCell(): void {
    if (this.#cells.length < MAX_CELLS) this.#cells.push(this.#cell);
    else this.#fault(this.#recordLine, `there are more than ${MAX_CELLS} cells`);
    this.#cell = "";
    this.#quote = "none";
    this.#cellFaulty = false;
  }

  #endRecord(): void {
    const empty = this.#cells.length === 0 && this.#cell === "" && this.#quote === "none";
    this.#endCell();
    if (!empty) this.#records.push({ line: this.#recordLine, cells: this.#cells, faults: this.#faults });
    this.#cells = [];
    this.#faults = [];
  }
}

function countOf(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}
