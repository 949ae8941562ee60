// Finds a Chromium for the browser tests, or installs one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Some systems have a stub in its place that only says where to get it. */
function runs(file) {
  return existsSync(file) && spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

function playwrightsOwn() {
  try {
    return createRequire(import.meta.url)("@playwright/test").chromium.executablePath();
  } catch {
    // Playwright is not installed, or knows no build for this system.
    return "";
  }
}

/** The path of a Chromium that runs, or null. CHROMIUM_PATH goes first. */
export function findChromium() {
  const wished = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : [];
  return [...wished, ...CANDIDATES, playwrightsOwn()].find((file) => file !== "" && runs(file)) ?? null;
}

function apt(...args) {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const [command, ...rest] = [...sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
  return spawnSync(command, rest, { stdio: "inherit" }).status === 0;
}

/** Installs a Chromium by the system's packages, else by Playwright. Null where neither works. */
export function installChromium(root) {
  if (existsSync("/usr/bin/apt-get")) {
    const install = () => apt("install", "-y", "-qq", "--no-install-recommends", "chromium");
    if (install() || (apt("update", "-qq") && install())) {
      const found = findChromium();
      if (found !== null) return found;
    }
  }
  const cli = path.join(root, "node_modules/@playwright/test/cli.js");
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "inherit" });
  return findChromium();
}
