import path from "node:path";
import { defineConfig } from "@playwright/test";
import { findChromium } from "../../scripts/chromium.mjs";

const root = path.resolve(import.meta.dirname, "../..");
// Kept for the workers, which read this file again: looking for a browser starts one.
process.env.CHROMIUM_PATH ||= findChromium() ?? "";

/** Tests in a real browser against the built server; each worker starts its own (`tests/e2e/support/app-server.ts`). */
export default defineConfig({
  testDir: path.join(root, "tests/e2e"),
  outputDir: path.join(root, "test-results"),
  tsconfig: path.join(root, "tsconfig.json"),
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // On a machine that is shared a test may lose a race against the clock; it is reported as flaky, and wants a look.
  retries: process.env.CI ? 1 : 0,
  // Generous: a test that passes does not wait for them, and machines can be busy.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "en-US",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: "reduce" },
    // Pictures for every step would cost more than the tests themselves; the snapshots of the page show it as well.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
