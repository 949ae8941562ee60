import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const root = path.resolve(import.meta.dirname, "../..");

/** Two projects: what runs in Node, and what draws on a screen. Browser tests are Playwright's (`tests/e2e`). */
export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    // Generous: what a test promises is never a time, and machines can be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/components/**", "tests/e2e/**", "tests/bench/**"],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: "screen",
          environment: "jsdom",
          include: ["tests/components/**/*.test.{ts,tsx}"],
        },
      },
    ],
  },
});
