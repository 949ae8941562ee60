import net, { type AddressInfo, type Socket } from "node:net";

/** The way from the browser to the server, which can be cut: a browser that is told to be offline keeps open streams. */
export class Wire {
  readonly #server: net.Server;
  readonly #open = new Set<Socket>();
  #cut = false;

  private constructor(port: number) {
    this.#server = net.createServer((near) => {
      if (this.#cut) {
        near.destroy();
        return;
      }
      const far = net.connect(port, "127.0.0.1");
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(socket);
        // Whoever goes takes the other along; why is for the two that talk to find out.
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          this.#open.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  /** `to`: the address of the server. */
  static async lay(to: string): Promise<Wire> {
    const wire = new Wire(Number(new URL(to).port));
    await new Promise<void>((resolve) => wire.#server.listen(0, "127.0.0.1", resolve));
    return wire;
  }

  /** Where the server is reached through it. */
  get url(): string {
    const { port } = this.#server.address() as AddressInfo; // A TCP server's address is always of this form.
    return `http://127.0.0.1:${port}`;
  }

  /** What is open breaks off, and nothing comes through. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#open) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
