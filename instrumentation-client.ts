// zod tries `new Function` when the first object is parsed. The content security policy refuses that and reports a
// violation on every page. This file runs before any other code of the page; zod itself is loaded by few pages, so its
// settings are laid where it looks for them.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
