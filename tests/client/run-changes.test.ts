import { MutationObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, describe, expect, it, vi } from "vitest";
import { applyRunEvent } from "@/lib/client/run-event-cache";
import { resumeRunMutation, runKeys, runOptions } from "@/lib/client/runs";
import { BUILD_HEADER, BUILD_ID } from "@/lib/contracts/build";
import type { RunResponse } from "@/lib/contracts/runs";
import { runWith } from "../components/run-builder";

const queued = runWith({ id: "run_a", state: "queued" });
const running = runWith({ id: "run_a", state: "running" });
const finished = runWith({ id: "run_a", state: "finished" });

const ours = (run: RunResponse) => Response.json(run, { headers: { [BUILD_HEADER]: BUILD_ID } });

/** A network whose answers come when the test says so, in the order asked. */
function slowNetwork() {
  const waiting: ((run: RunResponse) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((answer) => waiting.push((run) => answer(ours(run)))));
  return {
    asked: () => waiting.length,
    answer: (index: number, run: RunResponse) => waiting[index]?.(run),
  };
}

const stateIn = (client: QueryClient) => client.getQueryData<RunResponse>(runKeys.detail("run_a"))?.state;

describe("what is known of a run", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("is the answer to a change", async () => {
    const network = slowNetwork();
    const client = new QueryClient();
    const resumed = new MutationObserver(client, resumeRunMutation()).mutate({ id: "run_a" });
    await expect.poll(network.asked).toBe(1);
    network.answer(0, queued);
    await resumed;
    expect(stateIn(client)).toBe("queued");
  });

  it("is never taken back by an answer that is older than the stream's news", async () => {
    const network = slowNetwork();
    const client = new QueryClient();
    client.setQueryData(runKeys.detail("run_a"), runWith({ id: "run_a", state: "paused" }));
    const resumed = new MutationObserver(client, resumeRunMutation()).mutate({ id: "run_a" });
    await expect.poll(network.asked).toBe(1);
    await applyRunEvent(client, "run_a", { type: "state", actor: null, run: finished });
    network.answer(0, queued);
    await resumed;
    expect(stateIn(client)).toBe("finished");
    expect(client.getQueryState(runKeys.detail("run_a"))?.isInvalidated, "and is looked up again").toBe(true);
  });

  it("is never taken back by a read that began before the news", async () => {
    const network = slowNetwork();
    const client = new QueryClient();
    const read = client.fetchQuery(runOptions("run_a"));
    await expect.poll(network.asked).toBe(1);
    await applyRunEvent(client, "run_a", { type: "state", actor: null, run: finished });
    network.answer(0, running);
    await read;
    expect(stateIn(client)).toBe("finished");
  });
});
