import { describe, expect, it, vi } from "vitest";
import { type EventFeed, type EventMessage, eventStreamResponse } from "@/lib/http/event-stream";

/** A feed that the test speaks through. */
function scriptedFeed() {
  const heard: { after: string | null; open: boolean }[] = [];
  let deliver: (message: EventMessage) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const feed: EventFeed = {
    open(after, to, onFailure) {
      const watcher = { after, open: true };
      heard.push(watcher);
      deliver = to;
      fail = onFailure;
      return () => {
        watcher.open = false;
      };
    },
    recover: async () => [
      { id: "r", data: '{"type":"reset"}' },
      { id: "r", data: '{"type":"snapshot"}' },
    ],
  };
  return { feed, heard, send: (message: EventMessage) => deliver(message), fail: (error: unknown) => fail(error) };
}

function open(feed: EventFeed, over: Partial<Parameters<typeof eventStreamResponse>[0]> = {}) {
  const watcher = new AbortController();
  const response = eventStreamResponse({ feed, after: null, signal: watcher.signal, ...over });
  const reader = response.body?.getReader();
  if (reader === undefined) throw new Error("no body");
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  return { response, read, reader, leave: () => watcher.abort() };
}

describe("an event stream", () => {
  it("is one that no proxy may hold back", () => {
    const { response, leave } = open(scriptedFeed().feed);
    expect(response.headers.get("content-type")).toMatch("text/event-stream");
    expect(response.headers.get("cache-control")).toContain("no-transform");
    leave();
  });

  it("sends each event with its id, after telling the browser when to come back", async () => {
    const { feed, heard, send } = scriptedFeed();
    const { read, leave } = open(feed, { after: "e-7" });
    send({ id: "e-8", data: '{"n":1}' });
    expect(await read()).toMatch(/^: watching\nretry: \d+\n\n$/);
    expect(await read()).toBe('id: e-8\ndata: {"n":1}\n\n');
    expect(heard).toEqual([{ after: "e-7", open: true }]);
    leave();
  });

  it("stops listening when the watcher leaves, and tells so once", async () => {
    const { feed, heard, send } = scriptedFeed();
    const onClose = vi.fn();
    const { leave, reader } = open(feed, { onClose });
    leave();
    send({ id: "e-1", data: "{}" });
    await reader.read();
    expect((await reader.read()).done).toBe(true);
    expect(heard[0]?.open).toBe(false);
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it("stops listening when the body is cancelled", async () => {
    const { feed, heard } = scriptedFeed();
    const { reader } = open(feed);
    await reader.cancel();
    expect(heard[0]?.open).toBe(false);
  });

  it("ends when the feed fails, so that the browser comes back", async () => {
    const { feed, fail } = scriptedFeed();
    const { reader } = open(feed);
    fail(new Error("store away"));
    await reader.read();
    expect((await reader.read()).done).toBe(true);
  });

  it("keeps the link alive with comments", async () => {
    vi.useFakeTimers();
    try {
      const { feed } = scriptedFeed();
      const { read, leave } = open(feed);
      await read();
      vi.advanceTimersByTime(10_000);
      expect(await read()).toBe(": ping\n\n");
      leave();
    } finally {
      vi.useRealTimers();
    }
  });

  it("drops events of a watcher that does not read, then resets it", async () => {
    const { feed, send } = scriptedFeed();
    const { read, leave } = open(feed, { backlogBytes: 200 });
    const long = (n: number) => ({ id: `e-${n}`, data: JSON.stringify({ n, text: "x".repeat(300) }) });
    send(long(1));
    for (let n = 2; n < 1000; n += 1) send(long(n));
    const seen: string[] = [];
    for (let n = 0; n < 4; n += 1) seen.push(await read());
    expect(seen[1]).toContain("e-1\n");
    expect(seen[2]).toContain('"reset"');
    expect(seen[3]).toContain('"snapshot"');
    send({ id: "e-1001", data: "{}" });
    expect(await read()).toContain("e-1001");
    leave();
  });
});
