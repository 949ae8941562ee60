/**
 * Who may import whom. A local import has to match a row of `ALLOWED`, a library has to be at home where it is
 * imported (`HOMES`), and `BANS` forbid what the rows would let through. Paths are relative to the repository root,
 * a library is written `npm:name`, a module of Node `node:name`. `$1` in `to` is the first group of `from`.
 */

const FEATURES = "runs|limits|presets|datasets|providers|prices|launch|welcome|team|activity|settings";

export interface AllowedRow {
  readonly from: RegExp;
  readonly to: string;
  /** Only `import type`: the row gives shapes, no code. */
  readonly typeOnly?: boolean;
}

const own = (folder: string): AllowedRow => ({ from: new RegExp(`^${folder}/`), to: `^${folder}/` });
const row = (from: RegExp, to: string, typeOnly = false): AllowedRow => ({ from, to, typeOnly });

export const ALLOWED: readonly AllowedRow[] = [
  own("lib/core"),
  own("lib/contracts"),
  row(/^lib\/contracts\//, "^lib/core/"),
  own("lib/providers"),
  row(/^lib\/providers\//, "^lib/core/"),
  own("lib/engine"),
  row(/^lib\/engine\//, "^lib/core/|^lib/providers/provider$"),
  own("lib/persistence"),
  row(/^lib\/persistence\//, "^lib/core/"),
  row(/^lib\/persistence\//, "^lib/(engine/ports/|services/ports$)", true),
  own("lib/services"),
  row(/^lib\/services\//, "^lib/(core|contracts)/"),
  row(/^lib\/services\//, "^lib/engine/ports/|^lib/providers/provider$", true),
  row(/^lib\/services\//, "^lib/persistence/", true),
  own("lib/http"),
  row(/^lib\/http\//, "^lib/(core|contracts)/"),
  row(/^lib\/http\//, "^lib/(services|engine)/", true),
  // A report draws what the pages draw, from the same prepared data and in the same words.
  own("lib/report"),
  row(/^lib\/report\//, "^lib/(core|contracts)/|^lib/format$"),
  row(/^lib\/report\//, "^components/charts/(prepare-[a-z]+|time-rows|time-marks|axis-ticks|series-look)$"),
  row(/^lib\/report\//, "^components/(limit-fields/limit-rows|runs/(outcome-word|cost-text|state-word))$"),
  own("lib/server"),
  row(/^lib\/server\//, "^lib/(core|contracts|engine|persistence|providers|services|http)/"),
  own("lib/client"),
  row(/^lib\/client\//, "^lib/core/|^lib/format$|^lib/contracts/(build|.+-choices)$"),
  // The server parsed its answers by them (docs/decisions/0016): the browser needs their shapes alone.
  row(/^lib\/client\//, "^lib/contracts/", true),
  row(/^lib\/format$/, "^lib/core/"),
  own("components/ui"),
  row(/^components\/ui\//, "^lib/format$"),
  own("components/charts"),
  row(/^components\/charts\//, "^components/ui/|^lib/(core|contracts)/|^lib/format$"),
  own("components/layout"),
  row(/^components\/layout\//, "^components/ui/|^lib/(client|contracts|core)/|^lib/format$"),
  // What forms of several features share: the fields of limits.
  own("components/limit-fields"),
  row(/^components\/limit-fields\//, "^components/ui/|^lib/(client|contracts|core)/|^lib/format$"),
  row(
    new RegExp(`^components/(?:${FEATURES})/`),
    "^components/(ui|charts|layout|limit-fields)/|^lib/(client|contracts|core)/|^lib/format$",
  ),
  row(new RegExp(`^components/(${FEATURES})/`), "^components/$1/"),
  // Limits and providers test the same key, and show the same of it.
  row(/^components\/limits\//, "^components/providers/test-result$"),
  row(/^app\/api\//, "^app/api/|^lib/(http|report|server|services|contracts|core)/"),
  row(
    /^app\/(?!api\/)/,
    "^app/(?!api/)|^components/|^lib/(client|contracts|core|services)/|^lib/server/container$|^lib/format$",
  ),
  row(/^(instrumentation|proxy)$/, "^lib/(server|http)/"),
  row(/^prisma\//, "^lib/|^prisma/"),
  row(/^scripts\//, "^lib/|^scripts/|^prisma/"),
];

export interface LibraryHome {
  readonly library: RegExp;
  /** Files that may import it. */
  readonly home: RegExp;
  readonly why: string;
}

/** Libraries that are kept in one place. What is not named here may be used wherever the layer allows it. */
export const HOMES: readonly LibraryHome[] = [
  {
    library: /^npm:bottleneck$/,
    home: /^lib\/engine\/bottleneck-lanes$/,
    why: "Bottleneck stays behind the gate",
  },
  {
    library: /^npm:(@prisma\/|prisma$|better-sqlite3$|pg$)|^lib\/persistence\/generated\//,
    home: /^(lib\/persistence|prisma|scripts)\//,
    why: "the database stays behind its stores",
  },
  { library: /^npm:recharts$/, home: /^components\/charts\//, why: "charts are drawn in one place" },
  { library: /^npm:(ai|@ai-sdk\/.+)$/, home: /^lib\/providers\//, why: "vendors stay behind the provider port" },
  {
    library: /^npm:next$/,
    home: /^(app|components|lib\/http)\/|^(instrumentation|proxy|scripts\/start)$/,
    why: "the framework stays at the edge",
  },
  { library: /^npm:react(-dom)?$/, home: /^(app|components|lib\/client)\//, why: "React stays in the browser's code" },
  {
    library: /^npm:@tanstack\/react-query$/,
    home: /^(app|components|lib\/client)\//,
    why: "server data is cached in the browser only",
  },
  { library: /^npm:(pino|server-only)$/, home: /^lib\/(server|persistence)\//, why: "only the composition root logs" },
  {
    library: /^npm:autoevals$/,
    home: /^lib\/services\/ready-rubrics$/,
    why: "of the library only its rubrics are used, never its client",
  },
  { library: /^npm:(ajv|fastest-levenshtein)$/, home: /^lib\/core\/scoring\//, why: "they serve scoring alone" },
  { library: /^npm:simple-statistics$/, home: /^lib\/core\/comparing\//, why: "statistics are reckoned in one place" },
];

export interface Ban {
  readonly name: string;
  readonly from: RegExp;
  readonly to: RegExp;
  /** Holds through any number of hops. */
  readonly reachable: boolean;
  /** What is imported as a type alone is no matter. */
  readonly codeOnly?: boolean;
}

export const BANS: readonly Ban[] = [
  {
    name: "core is pure: it imports itself and zod (scoring and comparing: a library each of their own too)",
    from: /^lib\/core\/(?!(scoring|comparing)\/)/,
    to: /^(?!lib\/core\/|npm:zod$)/,
    reachable: false,
  },
  {
    name: "scoring is pure: it imports core, zod, ajv and fastest-levenshtein",
    from: /^lib\/core\/scoring\//,
    to: /^(?!lib\/core\/|npm:(zod|ajv|fastest-levenshtein)$)/,
    reachable: false,
  },
  {
    name: "comparing is pure: it imports core, zod and simple-statistics",
    from: /^lib\/core\/comparing\//,
    to: /^(?!lib\/core\/|npm:(zod|simple-statistics)$)/,
    reachable: false,
  },
  {
    name: "contracts hold schemas only",
    from: /^lib\/contracts\//,
    to: /^(?!lib\/(core|contracts)\/|npm:(zod|zod-openapi)$)/,
    reachable: false,
  },
  {
    name: "the browser never reaches the server",
    from: /^(components|lib\/client)\/|^lib\/format$/,
    to: /^(lib\/(server|persistence|engine|providers|services|http)\/|npm:(server-only|bottleneck|@prisma\/|pino)|node:)/,
    reachable: true,
  },
  {
    name: "the run page loads no zod: contracts are types there, and constants stand in files without schemas",
    from: /^(app\/(layout|error|global-error)|components\/runs\/run-page|components\/layout\/app-shell)$/,
    to: /^npm:zod$/,
    reachable: true,
    codeOnly: true,
  },
];
