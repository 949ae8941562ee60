import { config } from "zod";

// zod tries `new Function` when the first schema is made. The content security policy refuses that and reports a
// violation on every page. This file runs before any other code of the page.
config({ jitless: true });
