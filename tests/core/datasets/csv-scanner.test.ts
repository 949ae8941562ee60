import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvDelimiter, type CsvRecord, CsvScanner, detectCsvDelimiter } from "@/lib/core/datasets/csv-scanner";

function scan(
  text: string,
  options: { delimiter?: CsvDelimiter; pieces?: number; maxCell?: number } = {},
): CsvRecord[] {
  const scanner = new CsvScanner(options.delimiter ?? ",", options.maxCell ?? 1_000_000);
  const size = options.pieces ?? text.length + 1;
  const records: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += size) records.push(...scanner.push(text.slice(at, at + size)));
  return [...records, ...scanner.end()];
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe("CSV", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", ";", "\t", "\n", "\r", " ", "😀"), maxLength: 6 });
  const delimiter = fc.constantFrom<CsvDelimiter>(",", ";", "\t");

  it("is split as another reader splits it, whatever the cells hold and wherever it is cut into pieces", () => {
    const lineBreak = fc.constantFrom("\n", "\r\n");
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        rows,
        delimiter,
        lineBreak,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (cells, sign, end, pieces, last) => {
          const text = cells.map((row) => row.map(quoted).join(sign)).join(end) + (last ? end : "");
          const records = scan(text, { delimiter: sign, pieces });
          expect(records.map((record) => record.cells)).toEqual(
            parse(text, { delimiter: sign, relax_column_count: true }),
          );
          expect(records.flatMap((record) => record.faults)).toEqual([]);
        },
      ),
    );
  });

  it("of any text at all is read to its end, the same whatever the pieces, with its faults on lines that exist", () => {
    const text = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r"), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (any, pieces) => {
        const records = scan(any);
        expect(scan(any, { pieces })).toEqual(records);
        const lines = any.split(/\r\n|\r|\n/).length;
        for (const record of records) {
          expect(record.line).toBeLessThanOrEqual(lines);
          for (const fault of record.faults) expect(fault.line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });

  it("knows the line of every record, also after cells with line breaks and empty lines", () => {
    const records = scan('a,b\r\n1,"x\r\ny"\r\n\r\n\r\n2,z\r\n"","q\n\nr"\n3,4');
    expect(records.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, "a"],
      [2, "1"],
      [6, "2"],
      [7, ""],
      [10, "3"],
    ]);
  });

  it("takes CR alone for a line break", () => {
    expect(scan("a,b\r1,2\r").map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, "a", "b"],
      [2, "1", "2"],
    ]);
  });

  it("names the line where a quote opens that is never closed", () => {
    const records = scan('a,b\n1,"ok\nok"\n2,3\n4,"never\n5,6\n7,8\n');
    expect(records.at(-1)?.faults).toEqual([{ line: 5, message: expect.stringContaining("never closed") }]);
  });

  it("names quotes out of place, and reads on", () => {
    const records = scan('a,b\n1,what"s up\n2,"x"y\n3,4\n');
    expect(records.map((record) => record.faults.map((fault) => fault.line))).toEqual([[], [2], [3], []]);
    expect(records[3]?.cells).toEqual(["3", "4"]);
  });

  it("drops a cell that is too long instead of holding it, and says where it begins", () => {
    const records = scan(`a,b\n1,"${"x\n".repeat(200)}"\n2,3\n`, { maxCell: 100, pieces: 50 });
    expect(records[1]?.faults).toEqual([{ line: 2, message: expect.stringContaining("longer than 100") }]);
    expect(records[1]?.cells[1]?.length).toBeLessThanOrEqual(100);
    expect(records[2]).toMatchObject({ line: 203, cells: ["2", "3"], faults: [] });
  });

  it("has its delimiter found out by the first line", () => {
    expect(detectCsvDelimiter("a,b;c,d\n;;;;;")).toBe(",");
    expect(detectCsvDelimiter('"x,y,z";b;c\n')).toBe(";");
    expect(detectCsvDelimiter("a\tb\n")).toBe("\t");
    expect(detectCsvDelimiter("single")).toBe(",");
  });
});
