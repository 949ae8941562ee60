/** Text that is HTML already. Everything else is escaped when it is put in. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | null | undefined | Markup | readonly (Markup | null)[];

/** HTML with its values escaped: a model's output stands in it as the text that it is. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.map((text, at) => text + (at < values.length ? markupOf(values[at]) : "")).join(""));
}

function markupOf(value: Part): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map((part) => part?.text ?? "").join("");
  return escapeText(String(value));
}

const ESCAPED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Safe in text and in quoted attributes. Control characters that no document may hold become a sign that they were there. */
export function escapeText(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>"']/g, (character) => ESCAPED[character] ?? character)
      .toWellFormed()
  );
}
