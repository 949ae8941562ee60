/** A cell: text from outside, or a number of our own; null is empty. */
export type CsvCell = string | number | null;

/**
 * One line by RFC 4180, with its line break. Text that a spreadsheet would run as a formula (= + - @, tab, carriage
 * return) or that begins with ' gets a leading ', so that dropping one leading ' always gives the text back.
 * Numbers stay as they are.
 */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r']/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
