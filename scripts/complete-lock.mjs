#!/usr/bin/env node
// Run after every change of dependencies. Where a registry lacks a platform's package, npm leaves it out of the lock,
// and `npm ci` on any machine then refuses the lock as incomplete. This adds the entries that are missing.
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));

/** The platform that a package is for, as its name tells. */
function platformOf(name) {
  const os = /android|darwin|freebsd|linux|win32|openharmony|openbsd|netbsd|sunos|aix/.exec(name)?.[0] ?? "none";
  const cpu = /arm64|x64|ia32|riscv64|ppc64|s390x|loong64|mips64el|wasm32|arm/.exec(name)?.[0] ?? "none";
  const libc = /musl/.test(name) ? "musl" : "glibc";
  return { os: [os], cpu: [cpu], ...(os === "linux" ? { libc: [libc] } : {}) };
}

let added = 0;
for (const [where, pkg] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(pkg.optionalDependencies ?? {})) {
    const places = [`${where}/node_modules/${name}`, `node_modules/${name}`];
    if (places.some((place) => lock.packages[place]) || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    const dev = pkg.dev ? { dev: true } : {};
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...dev, ...platformOf(name) };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${added} platform entries`);
