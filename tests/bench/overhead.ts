import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText } from "ai";
import pLimit from "p-limit";
import { arithmeticCases, openRealEngine } from "@/tests/support/real-engine";

export const LOOPS = ["fetch", "ai-sdk", "evalpace"] as const;
export type Loop = (typeof LOOPS)[number];

export interface OverheadResult {
  readonly loop: Loop;
  readonly cases: number;
  readonly cpuMsPerCase: number;
  readonly wallMs: number;
  /** Resident memory at its highest, over what it was at a tenth of the way. */
  readonly grewMb: number;
  readonly peakMb: number;
}

const CONCURRENCY = 64;

/** Runs one loop over `n` cases against a provider without limits, and measures this process. */
export async function measureOverhead(loop: Loop, n: number, baseUrl: string): Promise<OverheadResult> {
  const watch = watchMemory();
  const cpu = process.cpuUsage();
  const from = performance.now();
  let done = () => 0;
  const progress = { cases: 0 };
  done = () => progress.cases / n;
  watch.start(done);
  if (loop === "evalpace") await evalpaceLoop(n, baseUrl, progress);
  else await plainLoop(n, loop === "fetch" ? fetchCall(baseUrl) : sdkCall(baseUrl), progress);
  const used = process.cpuUsage(cpu);
  const { grewMb, peakMb } = watch.stop();
  return {
    loop,
    cases: n,
    cpuMsPerCase: (used.user + used.system) / 1000 / n,
    wallMs: performance.now() - from,
    grewMb,
    peakMb,
  };
}

async function plainLoop(n: number, call: (question: string) => Promise<string>, progress: { cases: number }) {
  const limit = pLimit(CONCURRENCY);
  let passed = 0;
  // In pages, so that the loop's own closures are not what fills the memory.
  for (let at = 0; at < n; at += 1000) {
    const page = Array.from({ length: Math.min(1000, n - at) }, (_, i) => at + i);
    await Promise.all(
      page.map((i) =>
        limit(async () => {
          const text = await call(`What is ${i} + ${i % 97}?`);
          if (text.trim() === String(i + (i % 97))) passed += 1;
          progress.cases += 1;
        }),
      ),
    );
  }
  return passed;
}

function fetchCall(baseUrl: string) {
  return async (question: string) => {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "sim", messages: [{ role: "user", content: question }] }),
    });
    const body = (await response.json()) as { choices: { message: { content: string } }[] };
    return body.choices[0]?.message.content ?? "";
  };
}

function sdkCall(baseUrl: string) {
  const model = createOpenAICompatible({ name: "bench", baseURL: baseUrl })("sim");
  return async (question: string) => (await generateText({ model, prompt: question, maxRetries: 0 })).text;
}

async function evalpaceLoop(n: number, baseUrl: string, progress: { cases: number }) {
  const engine = await openRealEngine();
  const runId = await engine.launch({
    cases: arithmeticCases(n),
    limits: { requestsPerSecond: 1000, burst: 1000, concurrency: CONCURRENCY },
    baseUrl,
  });
  const timer = setInterval(() => {
    progress.cases = engine.supervisor.live(runId)?.summary.done ?? progress.cases;
  }, 100);
  const run = await engine.settled(runId);
  clearInterval(timer);
  if (run.summary.done !== n) throw new Error(`${run.summary.done} of ${n} cases ended`);
  await engine.close();
}

function watchMemory() {
  let base = 0;
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  const rssMb = () => process.memoryUsage.rss() / 2 ** 20;
  return {
    start(done: () => number) {
      timer = setInterval(() => {
        const now = rssMb();
        if (done() < 0.1) base = Math.max(base, now);
        peak = Math.max(peak, now);
      }, 50);
    },
    stop() {
      clearInterval(timer);
      peak = Math.max(peak, rssMb());
      return { grewMb: base === 0 ? 0 : peak - base, peakMb: peak };
    },
  };
}
