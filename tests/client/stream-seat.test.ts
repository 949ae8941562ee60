import { afterEach, describe, expect, it, vi } from "vitest";
import { StreamSeat } from "@/lib/client/stream-seat";

const open: StreamSeat[] = [];

/** As many tabs of one browser, opened one after the other. */
function tabs(count: number): { seat: StreamSeat; told: boolean[] }[] {
  return Array.from({ length: count }, () => {
    const told: boolean[] = [];
    const seat = new StreamSeat((held) => told.push(held));
    open.push(seat);
    return { seat, told };
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  for (const seat of open.splice(0)) seat.close();
});

/** One after the other, as people open tabs. */
function takeInTurn(all: ReturnType<typeof tabs>): void {
  vi.useFakeTimers({ toFake: ["Date"] });
  for (const { seat } of all) {
    seat.take();
    vi.setSystemTime(Date.now() + 1);
  }
}

/** Who has a seat once all have heard of it: channels deliver in their own time. */
async function expectHeld(all: readonly { seat: StreamSeat }[], wanted: readonly boolean[]): Promise<void> {
  await expect.poll(() => all.map(({ seat }) => seat.held), { timeout: 10_000 }).toEqual(wanted);
}

describe("StreamSeat", () => {
  it("belongs to the four that were looked at last", async () => {
    const all = tabs(6);
    takeInTurn(all);
    await expectHeld(all, [false, false, true, true, true, true]);
    expect(all[0]?.told).toEqual([false]);
    expect(all[5]?.told).toEqual([]);
  });

  it("comes back to the tab that is looked at again, and the one whose turn is longest ago gives way", async () => {
    const all = tabs(5);
    takeInTurn(all);
    await expectHeld(all, [false, true, true, true, true]);
    all[0]?.seat.take();
    expect(all[0]?.seat.held).toBe(true);
    await expectHeld(all, [true, false, true, true, true]);
  });

  it("falls to the next in line where another tab is closed", async () => {
    const all = tabs(6);
    takeInTurn(all);
    await expectHeld(all, [false, false, true, true, true, true]);
    all[5]?.seat.close();
    await expectHeld(all, [false, true, true, true, true, false]);
    expect(all[1]?.told).toEqual([false, true]);
  });

  it("is had by four, no more and no less, where all were opened at once", async () => {
    const all = tabs(8);
    for (const { seat } of all) seat.take();
    await expect.poll(() => all.filter(({ seat }) => seat.held).length, { timeout: 10_000 }).toBe(4);
  });

  it("is never lost by a tab that nobody can tell of the others", () => {
    vi.stubGlobal(
      "BroadcastChannel",
      class {
        constructor() {
          throw new DOMException("storage is blocked", "SecurityError");
        }
      },
    );
    const [only] = tabs(1);
    only?.seat.take();
    expect(only?.seat.held).toBe(true);
  });
});
