import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { z } from "zod";
import type { simulatedSettingsSchema } from "@/lib/core/simulation/simulated-settings";

/** `npm run simulator` in a process of its own, so that what it costs is not counted as ours. */
export async function serveSimulator(settings: z.input<typeof simulatedSettingsSchema>) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "evalpace-simulator-"));
  const file = path.join(folder, "settings.json");
  writeFileSync(file, JSON.stringify(settings));
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "scripts/simulator.ts", "--port", "0", "--settings", file],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the simulator ended with ${code}`)));
    child.stdout.once("data", (said: Buffer) => {
      const url = /http:\S+\/v1/.exec(said.toString())?.[0];
      if (url === undefined) reject(new Error(`the simulator said: ${said.toString()}`));
      else resolve(url);
    });
  });
  return {
    baseUrl,
    statsUrl: new URL("/stats", baseUrl).href,
    resetUrl: new URL("/reset", baseUrl).href,
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
