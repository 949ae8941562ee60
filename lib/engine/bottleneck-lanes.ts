import Bottleneck from "bottleneck";

/**
 * The only file that knows Bottleneck. A lane is a pair of its limiters: `slots` (concurrency and priority, no reservoir)
 * and inside it `permits` (a reservoir that starts empty and is filled by our clock alone). One local limiter starts about
 * 400 jobs a second at most, so a fast gate spreads over several lanes; which permit goes where is decided outside.
 *
 * Not used, for what they do: `updateSettings` on a reservoir with refill (stops it for good), the `failed` event's retry
 * (spends no reservoir, keeps its slot), `chain`, `expiration`, `stop`.
 */
interface Lane {
  readonly slots: Bottleneck;
  readonly permits: Bottleneck;
  share: number;
  /** Jobs handed to the lane and not yet done. */
  load: number;
  /** Jobs that hold a slot and wait for a permit. */
  waiting: number;
  /** Permits put into the reservoir and not yet used. */
  granted: number;
}

/** Bottleneck's priorities: 0 is served first, 9 last. */
export type LanePriority = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

export interface LaneJob {
  readonly priority: LanePriority;
  /**
   * The job has its slot and begins to wait for a permit. Returns false when it is no longer wanted. A job that is dropped
   * later calls `letThrough`: it cannot be taken out of Bottleneck's queue, but a permit beyond the count lets one through.
   */
  onSlot(letThrough: () => void): boolean;
  /** The job has its permit; the slot is held until the promise settles. */
  onPermit(): Promise<void>;
}

export class BottleneckLanes {
  readonly #lanes: Lane[] = [];
  #used = 0;
  #next = 0;

  constructor(laneCount: number, concurrency: number) {
    this.resize(laneCount, concurrency);
  }

  /** Permits granted that are still on their way to a job. */
  get granted(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.granted, 0);
  }

  /** Jobs that hold a slot and wait for a permit that has not been granted yet. */
  get wanting(): number {
    return this.#lanes.reduce((sum, lane) => sum + Math.max(0, lane.waiting - lane.granted), 0);
  }

  /** Spreads `concurrency` over `laneCount` lanes. Lanes no longer used drain: they get no new job. */
  resize(laneCount: number, concurrency: number): void {
    const used = Math.max(1, Math.min(laneCount, concurrency));
    for (let i = this.#lanes.length; i < used; i += 1) {
      this.#lanes.push({
        slots: new Bottleneck({ maxConcurrent: 1 }),
        permits: new Bottleneck({ reservoir: 0 }),
        share: 1,
        load: 0,
        waiting: 0,
        granted: 0,
      });
    }
    this.#used = used;
    this.#lanes.forEach((lane, i) => {
      const share = i < used ? Math.floor(concurrency / used) + (i < concurrency % used ? 1 : 0) : lane.share;
      if (share === lane.share) return;
      lane.share = share;
      // Safe: the slots limiter has no reservoir, so there is no refill to stop.
      void lane.slots.updateSettings({ maxConcurrent: share });
    });
  }

  /** Queues a job in the least loaded lane; resolves when it has ended, rejects with what `onPermit` threw. */
  schedule(job: LaneJob): Promise<void> {
    const lane = this.#leastLoaded();
    lane.load += 1;
    return lane.slots
      .schedule({ priority: job.priority }, () => this.#hold(lane, job))
      .finally(() => {
        lane.load -= 1;
      });
  }

  async #hold(lane: Lane, job: LaneJob): Promise<void> {
    if (!job.onSlot(() => void grantIn(lane))) return;
    lane.waiting += 1;
    this.onWanting();
    await lane.permits.schedule({ priority: job.priority }, () => {
      lane.waiting -= 1;
      lane.granted -= 1;
      return Promise.resolve();
    });
    await job.onPermit();
  }

  /** Called when a job begins to want a permit. */
  onWanting: () => void = () => {};

  /** Puts one permit where a job waits for it; false when none does. */
  grant(): boolean {
    for (let i = 0; i < this.#lanes.length; i += 1) {
      const lane = this.#lanes[(this.#next + i) % this.#lanes.length];
      if (lane === undefined || !grantIn(lane)) continue;
      this.#next = (this.#next + i + 1) % this.#lanes.length;
      return true;
    }
    return false;
  }

  #leastLoaded(): Lane {
    let best: Lane | undefined;
    for (const lane of this.#lanes.slice(0, this.#used)) {
      if (best === undefined || lane.load / lane.share < best.load / best.share) best = lane;
    }
    if (best === undefined) throw new Error("a gate has at least one lane");
    return best;
  }
}

/** A lane never holds more permits than jobs that wait: what nobody wants stays in the bucket. */
function grantIn(lane: Lane): boolean {
  if (lane.waiting <= lane.granted) return false;
  lane.granted += 1;
  void lane.permits.incrementReservoir(1);
  return true;
}
