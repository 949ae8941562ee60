import { Check, CircleAlert, Clock3, type LucideIcon, Pause, Play, Square, Zap } from "lucide-react";
import type { RunState } from "@/lib/core/runs/run-state";
import { Badge, type BadgeTone } from "../ui/badge";

const LOOK: Record<RunState, { word: string; icon: LucideIcon; tone: BadgeTone }> = {
  queued: { word: "Queued", icon: Clock3, tone: "outline" },
  running: { word: "Running", icon: Play, tone: "call" },
  pausing: { word: "Pausing…", icon: Pause, tone: "wait" },
  paused: { word: "Paused", icon: Pause, tone: "wait" },
  cancelling: { word: "Cancelling…", icon: Square, tone: "idle" },
  cancelled: { word: "Cancelled", icon: Square, tone: "idle" },
  finished: { word: "Finished", icon: Check, tone: "neutral" },
  interrupted: { word: "Interrupted", icon: Zap, tone: "throttle" },
};

/** The state in one word. A run that lost cases is finished "with gaps". */
export function stateWord(state: RunState, notScored: number): string {
  return state === "finished" && notScored > 0 ? "Finished with gaps" : LOOK[state].word;
}

/** State of a run: icon and word, never colour alone. */
export function RunStateBadge({ state, notScored = 0 }: { state: RunState; notScored?: number }) {
  const { icon, tone } = LOOK[state];
  const gaps = state === "finished" && notScored > 0;
  const Icon = gaps ? CircleAlert : icon;
  return (
    <Badge tone={gaps ? "throttle" : tone}>
      <Icon aria-hidden />
      {stateWord(state, notScored)}
    </Badge>
  );
}
