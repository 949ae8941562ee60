import { existsSync, readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { parseSync } from "vite";

export interface ImportEdge {
  /** A module's path without extension, `npm:package` or `node:module`. */
  readonly to: string;
  readonly typeOnly: boolean;
}
/** Every module by its path from the root, without extension, with what it imports. */
export type ImportGraph = ReadonlyMap<string, readonly ImportEdge[]>;

const SOURCE = /\.(ts|tsx|mts|mjs|js|cjs)$/;

/** The project's own sources, by path from the root. Tests and generated code are left out: they may reach everything. */
export function readSources(root: string): Map<string, string> {
  const found = ["app", "components", "lib", "prisma", "scripts"].flatMap((folder) => walk(root, folder));
  const atRoot = ["instrumentation.ts", "proxy.ts"].filter((file) => existsSync(path.join(root, file)));
  return new Map([...found, ...atRoot].map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}

function walk(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((file) => SOURCE.test(file) && !file.endsWith(".d.ts") && !file.startsWith("lib/persistence/generated/"));
}

export function importGraph(sources: ReadonlyMap<string, string>): ImportGraph {
  const folders = new Set([...sources.keys()].map(withoutExtension));
  return new Map(
    [...sources].map(([file, text]) => [
      withoutExtension(file),
      importsOf(file, text).map(({ specifier, typeOnly }) => ({ to: resolve(file, specifier, folders), typeOnly })),
    ]),
  );
}

function importsOf(file: string, text: string): { specifier: string; typeOnly: boolean }[] {
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const imports = module.staticImports.map((statement) => ({
    specifier: statement.moduleRequest.value,
    typeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
  }));
  const exports = module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) =>
      entry.moduleRequest ? [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
    ),
  );
  const dynamic = module.dynamicImports.map((found) => ({
    specifier: text.slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1),
    typeOnly: false,
  }));
  // `import("x").T` in a type is not in the parser's list.
  const inTypes = [...text.matchAll(/[:<|&=]\s*(?:typeof\s+)?import\("([^"]+)"\)/g)].flatMap((match) =>
    match[1] !== undefined && !dynamic.some((found) => found.specifier === match[1])
      ? [{ specifier: match[1], typeOnly: true }]
      : [],
  );
  return [...imports, ...exports, ...dynamic, ...inTypes];
}

function resolve(from: string, specifier: string, modules: ReadonlySet<string>): string {
  if (specifier.startsWith("@/")) return localModule(specifier.slice(2), modules);
  if (specifier.startsWith(".")) return localModule(path.posix.join(path.posix.dirname(from), specifier), modules);
  if (specifier.startsWith("node:")) return specifier;
  const parts = specifier.split("/");
  const name = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? specifier);
  return builtinModules.includes(name) ? `node:${name}` : `npm:${name}`;
}

function localModule(target: string, modules: ReadonlySet<string>): string {
  const plain = withoutExtension(target);
  return !modules.has(plain) && modules.has(`${plain}/index`) ? `${plain}/index` : plain;
}

function withoutExtension(file: string): string {
  return file.replace(SOURCE, "");
}
