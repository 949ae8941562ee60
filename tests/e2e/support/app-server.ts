import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "./free-port";

const root = path.resolve(import.meta.dirname, "../../..");
const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 15_000;

/** The built server as `npm start` runs it, on a port and a data directory of its own. */
export class AppServer {
  readonly url: string;
  readonly dataDir = mkdtempSync(path.join(os.tmpdir(), "evalpace-e2e-"));
  #child: ChildProcess | null = null;
  #output = "";

  private constructor(private readonly port: number) {
    this.url = `http://127.0.0.1:${port}`;
  }

  /** `prepare` may fill the data directory before the server opens it. */
  static async start(prepare: (dataDir: string) => Promise<void> = async () => {}): Promise<AppServer> {
    if (!existsSync(path.join(root, ".next/BUILD_ID"))) {
      throw new Error("There is no build. `npm test` makes one; else run: node scripts/setup.mjs start");
    }
    const server = new AppServer(await freePort());
    await prepare(server.dataDir);
    await server.restart();
    return server;
  }

  /** What the server printed so far, for the report of a test that failed. */
  get output(): string {
    return this.#output;
  }

  /** Starts it (again), on the same port and data. */
  async restart(): Promise<void> {
    if (this.#child !== null) throw new Error("The server still runs");
    const child = spawn(process.execPath, ["scripts/start.mjs"], {
      cwd: root,
      env: {
        ...withoutSettings(process.env),
        PORT: String(this.port),
        HOST: "127.0.0.1",
        DATA_DIR: this.dataDir,
        LOG_LEVEL: "warn",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    await this.#ready(child);
  }

  /** Ends it at once, as a crash does. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends it in good order. */
  async terminate(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Ends it and removes its data. */
  async close(): Promise<void> {
    await this.#end("SIGKILL");
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const late = AbortSignal.timeout(STOPPED_WITHIN_MS);
    await Promise.race([
      ended,
      new Promise((_, reject) =>
        late.addEventListener("abort", () => reject(new Error(`The server did not end on ${signal}`))),
      ),
    ]);
  }

  async #ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.#output}`);
      const answer = await fetch(`${this.url}/api/ready`).catch(() => null);
      if (answer?.ok) return;
      await sleep(50);
    }
    throw new Error(`The server was not ready within ${READY_WITHIN_MS / 1000} s:\n${this.#output}`);
  }
}

/** Without what whoever runs the tests has set for a server of their own, and without Playwright's colours. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL, REDIS_URL, EVALPACE_SECRET, ALLOWED_HOSTS, NODE_OPTIONS, ...rest } = env;
  return { ...rest, NODE_ENV: "production", FORCE_COLOR: "0" };
}
