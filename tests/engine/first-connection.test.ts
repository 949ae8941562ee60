import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { AttemptFate } from "@/lib/core/retry/attempt-outcome";
import type { ModelProvider } from "@/lib/providers/provider";
import { StrictBucket } from "@/lib/providers/simulated/strict-bucket";
import { engineRig } from "@/tests/support/engine-rig";
import { useVirtualTime } from "@/tests/support/virtual-time";

beforeEach(() => useVirtualTime());
afterEach(() => {
  vi.useRealTimers();
});

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Keeps its limit strictly, by when requests arrive: the first opens a connection, the others find it open. */
function behindConnection(
  rps: number,
  burst: number,
  openMs: number,
): { provider: ModelProvider; refused: () => number } {
  const bucket = new StrictBucket(rps / 1000, burst, performance.now());
  let open = false;
  let refused = 0;
  const provider: ModelProvider = {
    call: async (call) => {
      const sentAt = Date.now();
      call.onSent?.();
      await after(open ? 1 : openMs);
      open = true;
      const dueMs = bucket.dueInMs(1, performance.now());
      let fate: AttemptFate = { outcome: "ok" };
      if (dueMs > 0) {
        refused += 1;
        fate = { outcome: "rate-limited", dimension: "requests", retryAfterMs: Math.ceil(dueMs) };
      } else bucket.take(1, performance.now());
      await after(100);
      return {
        fate,
        status: dueMs > 0 ? 429 : 200,
        headers: {},
        requestId: null,
        output: call.messages.at(-1)?.content ?? "",
        usage: { inputTokens: 10, outputTokens: 5 },
        sentAt,
        latencyMs: Date.now() - sentAt,
        error: null,
      };
    },
  };
  return { provider, refused: () => refused };
}

it.each([
  ["one request in two seconds", 0.5, 1],
  ["five a second", 5, 2],
  ["fifty a second", 50, 10],
])("at %s, a first request that takes 40 ms to open its connection brings no refusal", async (_, rps, burst) => {
  const { provider, refused } = behindConnection(rps, burst, 40);
  const rig = engineRig(provider, { requestsPerSecond: rps, burst, concurrency: 16 });
  rig.addRun("a", 20 + burst);
  await rig.supervisor().start();
  const startMs = performance.now();
  const run = await rig.until("a", "finished");
  expect(run.summary).toMatchObject({ done: 20 + burst, attempts: { rateLimited: 0 } });
  expect(refused()).toBe(0);
  const leastMs = (20 * 1000) / rps + 140;
  expect(performance.now() - startMs).toBeLessThanOrEqual(1.02 * leastMs + 600);
});
