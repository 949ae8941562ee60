import type { Clock } from "@/lib/core/clock";
import { UNKNOWN_USAGE } from "@/lib/core/limits/token-budget";
import type { Gate, GateTicket } from "./gate";
import type { StartDesk, StartedCall } from "./start-desk";

/**
 * Runs one call behind all gates in turn: slot and place in the permit queue of each, then the common start. Slots are held
 * until the call ends. Resolves to null when the signal was aborted before the call began; the case has then cost nothing.
 */
export function passGates<T>(
  gates: readonly Gate[],
  desk: StartDesk,
  ticket: GateTicket,
  clock: Clock,
  call: (started: StartedCall) => Promise<T>,
): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (ticket.signal.aborted) {
      resolve(null);
      return;
    }
    let begun = false;
    // Bottleneck cannot drop a queued job; whoever waits for it is told at once, the job itself passes later as a no-op.
    const onAbort = () => {
      if (!begun) resolve(null);
    };
    ticket.signal.addEventListener("abort", onAbort, { once: true });

    let passedFirstMs: number | null = null;
    const atDesk = async () => {
      if (passedFirstMs !== null) gates[0]?.noteWayToDesk(clock.monotonicMs() - passedFirstMs);
      const started = await desk.start({ gates, ...ticket });
      if (started === null) return;
      begun = true;
      try {
        resolve(await call(started));
      } catch (error) {
        reject(error);
      } finally {
        started.end(UNKNOWN_USAGE);
        ticket.signal.removeEventListener("abort", onAbort);
      }
    };
    const quiet = { ...ticket, onSlot: () => {} };
    const passFrom = async (index: number): Promise<void> => {
      const gate = gates[index];
      if (gate === undefined) return await atDesk();
      if (index === 1) passedFirstMs = clock.monotonicMs();
      let passed = false;
      await gate.pass(index === 0 ? ticket : quiet, () => {
        passed = true;
        return passFrom(index + 1);
      });
      // Called off at this gate: it never comes to the desk, which would tell those before that it waits no longer.
      if (!passed) for (const earlier of gates.slice(0, index)) earlier.leaveQueue();
    };
    passFrom(0).catch(reject);
  });
}
