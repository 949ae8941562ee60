/**
 * Streams that the tabs of one browser hold open at most. Over HTTP/1.1 a browser opens six connections to a host, for all
 * its tabs together: with a stream in each, the seventh tab would not even load.
 */
const SEATS = 4;
const CHANNEL = "evalpace-streams";

interface SeatMessage {
  readonly type: "took" | "left";
  readonly id: string;
  /** Epoch ms: the clock is the same for all tabs of a browser. */
  readonly at: number;
}

/**
 * A tab's place among all that want a stream. Those that were looked at last have a seat; the others hear of it when
 * their turn is over, and when it comes again. Nobody leads: each tab counts who came after it.
 */
export class StreamSeat {
  readonly #id = Math.random().toString(36).slice(2);
  readonly #channel: BroadcastChannel | null;
  /** When each other tab that was heard of took its seat. */
  readonly #others = new Map<string, number>();
  #tookAt: number | null = null;

  /** `onChange` is told when the seat is lost to others, or falls free again. */
  constructor(private readonly onChange: (held: boolean) => void) {
    this.#channel = openChannel();
    this.#channel?.addEventListener("message", (event: MessageEvent<SeatMessage>) => this.#hear(event.data));
  }

  get held(): boolean {
    return this.#tookAt !== null && this.#later() < SEATS;
  }

  /** Asks for a seat as the one that was looked at last; it is had at once. */
  take(): void {
    if (this.#tookAt !== null && this.#later() === 0) return;
    this.#tookAt = Math.max(Date.now(), ...[...this.#others.values()].map((at) => at + 1));
    this.#tell("took", this.#tookAt);
  }

  leave(): void {
    if (this.#tookAt === null) return;
    this.#tell("left", this.#tookAt);
    this.#tookAt = null;
  }

  close(): void {
    this.leave();
    this.#channel?.close();
  }

  /** How many took their seat after this one; of the same moment, the one with the greater id is the later. */
  #later(): number {
    const own = this.#tookAt ?? 0;
    let later = 0;
    for (const [id, at] of this.#others) if (at > own || (at === own && id > this.#id)) later += 1;
    return later;
  }

  #hear({ type, id, at }: SeatMessage): void {
    const before = this.held;
    if (type === "took") this.#others.set(id, at);
    else this.#others.delete(id);
    if (this.held !== before) this.onChange(this.held);
  }

  #tell(type: SeatMessage["type"], at: number): void {
    this.#channel?.postMessage({ type, id: this.#id, at } satisfies SeatMessage);
  }
}

/** Null where the browser has none, or refuses it with all storage: then each tab is on its own. */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return null;
  }
}
