import { createParser } from "nuqs";

/** On or off in the address: `1`, and `true` as older links have it. */
export const parseAsSwitch = createParser<boolean>({
  parse: (value) => (value === "1" || value === "true" ? true : value === "0" || value === "false" ? false : null),
  serialize: (value) => (value ? "1" : "0"),
});
