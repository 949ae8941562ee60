import type { Clock } from "./clock";

/** The second of a record that was made just now may end in a moment: that is no step of the clock. */
const SLACK_MS = 2000;

/**
 * A clock whose wall time never goes back, for records that have to stay in order. It follows the wall clock when that
 * steps ahead; when that steps back it goes on from where it was, by the monotonic one. `recordedAt`: epoch ms
 * of the newest record there is; where the wall clock was set back behind it meanwhile, time goes on from there.
 */
export function steadyClock(clock: Clock, recordedAt: number | null): Clock {
  const wallMs = clock.now();
  const setBack = recordedAt !== null && wallMs + SLACK_MS < recordedAt;
  let offsetMs = (setBack ? recordedAt : wallMs) - clock.monotonicMs();
  return {
    monotonicMs: () => clock.monotonicMs(),
    now: () => {
      const monotonicMs = clock.monotonicMs();
      offsetMs = Math.max(offsetMs, clock.now() - monotonicMs);
      return Math.floor(monotonicMs + offsetMs);
    },
  };
}
