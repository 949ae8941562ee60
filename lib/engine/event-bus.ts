import type { EngineEvent, EventBus } from "./ports/engine-events";

/** Events kept per run for replay: at one tick a second plus log, several minutes. */
const KEPT_PER_RUN = 1200;
/** Runs whose events are kept after their last event; the oldest go first. */
const RUNS_KEPT = 50;

interface Channel {
  readonly kept: { readonly seq: number; readonly event: EngineEvent }[];
  readonly listeners: Set<(id: string, event: EngineEvent) => void>;
  /** Events of the run with this number or a smaller one may be missing. */
  droppedUpTo: number;
}

/** The event bus of one process. `epoch` tells ids of this life of the process from those of an earlier one. */
export function createEventBus(epoch: string): EventBus {
  const channels = new Map<string, Channel>();
  let seq = 0;
  const idOf = (n: number) => `${epoch}-${n}`;

  // Events up to here may have been dropped with a run that was forgotten.
  let forgottenUpTo = 0;

  function channelOf(runId: string): Channel {
    const known = channels.get(runId);
    if (known !== undefined) return known;
    const channel: Channel = { kept: [], listeners: new Set(), droppedUpTo: forgottenUpTo };
    channels.set(runId, channel);
    for (const [id, old] of channels) {
      if (channels.size <= RUNS_KEPT) break;
      if (old.listeners.size > 0 || id === runId) continue;
      forgottenUpTo = Math.max(forgottenUpTo, old.kept.at(-1)?.seq ?? old.droppedUpTo);
      channels.delete(id);
    }
    return channel;
  }

  return {
    publish(event) {
      const channel = channelOf(event.runId);
      seq += 1;
      channel.kept.push({ seq, event });
      if (channel.kept.length > KEPT_PER_RUN) channel.droppedUpTo = channel.kept.shift()?.seq ?? channel.droppedUpTo;
      for (const listener of channel.listeners) listener(idOf(seq), event);
    },
    subscribe(runId, after, listener) {
      const channel = channelOf(runId);
      const since = replayFrom(channel, after, epoch, seq);
      if (since !== null) {
        for (const { seq: n, event } of channel.kept) if (n > since) listener(idOf(n), event);
      }
      channel.listeners.add(listener);
      return {
        gap: since === null && after !== null,
        lastId: idOf(seq),
        unsubscribe: () => channel.listeners.delete(listener),
      };
    },
  };
}

/** The sequence number after which to replay; null where nothing can be (or need be) replayed. */
function replayFrom(channel: Channel, after: string | null, epoch: string, newest: number): number | null {
  if (after === null) return null;
  const cut = after.lastIndexOf("-");
  const n = Number(after.slice(cut + 1));
  if (after.slice(0, cut) !== epoch || !Number.isInteger(n) || n > newest) return null;
  return n < channel.droppedUpTo ? null : n;
}
