/** One event. Its `data` is one line (JSON without line breaks). The same object may be given to many watchers. */
export interface EventMessage {
  readonly id: string;
  readonly data: string;
}

/** Where the events come from. */
export interface EventFeed {
  /**
   * Begins to deliver, in order: what came after `after` (null: a snapshot first), then everything new.
   * `fail` is told where the feed cannot go on. Neither is called any more once the returned function was called.
   */
  open(after: string | null, deliver: (message: EventMessage) => void, fail: (error: unknown) => void): () => void;
  /** What a watcher gets that was too slow to keep up: a reset and a fresh snapshot. */
  recover(): Promise<readonly EventMessage[]>;
}

export interface EventStreamOptions {
  readonly feed: EventFeed;
  readonly after: string | null;
  readonly signal: AbortSignal;
  /** Told once, when the watcher is gone. */
  onClose?(): void;
  /** A comment is sent this often, so that both ends notice a dead link. */
  readonly pingMs?: number;
  /** Bytes that may wait for a slow watcher. */
  readonly backlogBytes?: number;
}

const encoder = new TextEncoder();

/** Bytes of messages that are on their way: encoded once, however many watch. */
const encoded = new WeakMap<EventMessage, Uint8Array>();

function bytesOf(message: EventMessage): Uint8Array {
  const known = encoded.get(message);
  if (known !== undefined) return known;
  const bytes = encoder.encode(`id: ${message.id}\ndata: ${message.data}\n\n`);
  encoded.set(message, bytes);
  return bytes;
}

/** Answers with a stream of server-sent events that ends when the watcher leaves. */
export function eventStreamResponse(options: EventStreamOptions): Response {
  return new Response(eventStream(options), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { feed, signal, pingMs = 10_000, backlogBytes = 1024 * 1024 } = options;
  let leave = () => {};
  let recover = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let closed = false;
        let lagging = false;
        const hasRoom = () => (controller.desiredSize ?? 0) > 0;
        const send = (bytes: Uint8Array) => {
          if (!closed) controller.enqueue(bytes);
        };
        const close = () => {
          if (closed) return;
          leave();
          controller.close();
        };
        const deliver = (message: EventMessage) => {
          if (closed || lagging) return;
          // A watcher that does not read may not fill our memory: it misses events, and is told so once it reads again.
          if (hasRoom()) send(bytesOf(message));
          else lagging = true;
        };
        recover = () => {
          if (!lagging || closed || !hasRoom()) return;
          lagging = false;
          feed.recover().then((messages) => messages.forEach(deliver), close);
        };
        send(encoder.encode(": watching\nretry: 2000\n\n"));
        const ping = setInterval(() => {
          if (hasRoom()) send(encoder.encode(": ping\n\n"));
        }, pingMs);
        // Closing makes the browser come back with the last id it saw.
        const unsubscribe = feed.open(options.after, deliver, () => close());
        leave = () => {
          if (closed) return;
          closed = true;
          clearInterval(ping);
          unsubscribe();
          signal.removeEventListener("abort", close);
          options.onClose?.();
        };
        if (signal.aborted) close();
        else signal.addEventListener("abort", close);
      },
      pull: () => recover(),
      // The stream is closed already by whoever cancelled it.
      cancel: () => leave(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: backlogBytes }),
  );
}
