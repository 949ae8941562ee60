import { test as base, expect } from "@playwright/test";
import { Api } from "./api";
import { AppServer } from "./app-server";
import { PageGuard } from "./page-guard";
import { type Simulator, type SimulatorSettings, startSimulator } from "./simulator";
import { Wire } from "./wire";

interface TestFixtures {
  /** Tests that need a workspace nobody has used, or that end the server, say `test.use({ ownServer: true })`. */
  ownServer: boolean;
  app: AppServer;
  api: Api;
  guard: PageGuard;
  /** Starts simulated providers over HTTP; they end with the test. */
  simulator: (settings: SimulatorSettings) => Promise<Simulator>;
  /** The server by a way that can be cut. */
  wire: Wire;
  /** A text that no other test of the worker uses, for names. */
  tag: string;
}

interface WorkerFixtures {
  sharedServer: AppServer;
}

/** `test` with a server, its API, and a page that may not fail in silence. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  sharedServer: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await AppServer.start();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  ownServer: [false, { option: true }],
  app: async ({ ownServer, sharedServer }, use, info) => {
    const app = ownServer ? await AppServer.start() : sharedServer;
    const before = app.output.length;
    await use(app);
    if (info.status !== info.expectedStatus) {
      await info.attach("server output", { body: app.output.slice(before), contentType: "text/plain" });
    }
    if (ownServer) await app.close();
  },
  api: async ({ app }, use) => use(new Api(app.url)),
  baseURL: async ({ app }, use) => use(app.url),
  guard: [
    async ({ context, app }, use) => {
      const guard = new PageGuard(app.url);
      await guard.watch(context);
      await use(guard);
      expect(guard.faults, "what the page must not do").toEqual([]);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from the pattern
  simulator: async ({}, use) => {
    const started: Simulator[] = [];
    await use(async (settings) => {
      const simulator = await startSimulator(settings);
      started.push(simulator);
      return simulator;
    });
    await Promise.all(started.map((simulator) => simulator.close()));
  },
  wire: async ({ app, guard }, use) => {
    const wire = await Wire.lay(app.url);
    guard.allow(new RegExp(`request to another place: ${wire.url}`));
    await use(wire);
    await wire.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from the pattern
  tag: async ({}, use, info) => use(`${info.testId.slice(-6)}${info.retry}`),
});

export { expect };
