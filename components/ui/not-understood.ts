/** What a parameter of the address is read by; null: not understood. */
export interface ParamReader {
  parse(value: string): unknown;
}

/** Parameters that the page reads, but whose value it does not understand, or not all of it where it is a list. */
export function notUnderstood(
  search: Pick<URLSearchParams, "get">,
  params: Readonly<Record<string, ParamReader>>,
): { name: string; value: string }[] {
  return Object.entries(params).flatMap(([name, { parse }]) => {
    const value = search.get(name);
    if (value === null || value === "") return [];
    const read = parse(value);
    const partly = Array.isArray(read) && read.length < value.split(",").length;
    return read === null || partly ? [{ name, value }] : [];
  });
}
