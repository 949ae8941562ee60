import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let taken: net.Server;
let takenPort: number;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "evalpace-start-"));
  writeFileSync(path.join(folder, "a-file"), "this is no database");
  taken = net.createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const address = taken.address();
  takenPort = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(async () => {
  await new Promise((resolve) => taken.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** What a start that has to fail says. */
function refused(env: Record<string, string>, ...nodeOptions: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, "scripts/start.mjs"], {
    encoding: "utf8",
    env: { NODE_ENV: "production", PATH: process.env.PATH, DATA_DIR: folder, PORT: "0", ...env },
    timeout: 50_000,
  });
  return { status, stdout, lines: stderr.trimEnd().split("\n") };
}
const freePort = async () => {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return String(typeof address === "object" && address !== null ? address.port : 0);
};

describe("a start that cannot succeed says why in one line:", () => {
  it("a setting that is wrong", () => {
    expect(refused({ PORT: "http" })).toEqual({
      status: 1,
      stdout: "",
      lines: ['evalpace: PORT must be a whole number from 1 to 65535, and is "http"'],
    });
  });

  it("a port that is taken", () => {
    expect(refused({ PORT: String(takenPort) })).toMatchObject({
      status: 1,
      lines: [expect.stringContaining(`PORT ${takenPort} is taken`)],
    });
  });

  it("an address that is not this machine's", async () => {
    const { status, lines } = refused({ HOST: "192.0.2.1", PORT: await freePort() });
    expect([status, lines]).toEqual([1, [expect.stringContaining("HOST 192.0.2.1 cannot be listened on")]]);
  });

  it("a data directory that cannot be one", async () => {
    const inside = path.join(folder, "a-file", "data");
    const { status, lines } = refused({ DATA_DIR: inside, PORT: await freePort() });
    expect([status, lines]).toEqual([1, [expect.stringContaining(`DATA_DIR ${inside} cannot be written`)]]);
  });

  it("a database that is none, or not there", async () => {
    const port = await freePort();
    const file = refused({ DATABASE_URL: `file:${path.join(folder, "a-file")}`, PORT: port });
    expect([file.status, file.lines]).toEqual([1, [expect.stringContaining("file is not a database")]]);
    const server = refused({ DATABASE_URL: "postgresql://me:hunter2@127.0.0.1:1/x", PORT: port });
    expect([server.status, server.lines]).toEqual([
      1,
      [expect.stringMatching(/DATABASE_URL \(postgresql:\/\/me:…@.*ECONNREFUSED/)],
    ]);
  });

  it("a Node.js that is too old", () => {
    const old = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.20.4'})";
    expect(refused({}, "--import", old)).toEqual({
      status: 1,
      stdout: "",
      lines: [expect.stringMatching(/needs Node.js 20.19 or newer, and this is 18.20.4/)],
    });
  });
});
