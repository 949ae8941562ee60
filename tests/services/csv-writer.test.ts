import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "@/lib/services/csv-writer";

/** What a reader does to get a text back. */
const restored = (cell: string) => (cell.startsWith("'") ? cell.slice(1) : cell);

describe("a line of CSV", () => {
  it("quotes what would break it", () => {
    expect(csvLine(["plain", "a,b", 'say "hi"', "two\nlines", "", null, 1.5, -2])).toBe(
      'plain,"a,b","say ""hi""","two\nlines",,,1.5,-2\r\n',
    );
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted'"])("disarms %j", (text) => {
    expect(csvLine([text])).toMatch(/^"?'/);
  });

  it("leaves numbers of our own as numbers", () => {
    expect(csvLine([-3.25])).toBe("-3.25\r\n");
  });

  it("gives every text back to a reader who drops one leading apostrophe", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (texts) => {
        // The first cell keeps the line from being empty, which a reader may skip.
        const [row] = parse(csvLine(["first", ...texts]), { record_delimiter: "\r\n" }) as string[][];
        expect(row?.slice(1).map(restored)).toEqual(texts);
      }),
    );
  });
});
