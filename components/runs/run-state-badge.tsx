import { Check, CircleAlert, Clock3, type LucideIcon, Pause, Play, Square, Zap } from "lucide-react";
import type { RunState } from "@/lib/core/runs/run-state";
import { Badge, type BadgeTone } from "../ui/badge";
import { stateWord } from "./state-word";

const LOOK: Record<RunState, { icon: LucideIcon; tone: BadgeTone }> = {
  queued: { icon: Clock3, tone: "outline" },
  running: { icon: Play, tone: "call" },
  pausing: { icon: Pause, tone: "wait" },
  paused: { icon: Pause, tone: "wait" },
  cancelling: { icon: Square, tone: "idle" },
  cancelled: { icon: Square, tone: "idle" },
  finished: { icon: Check, tone: "neutral" },
  interrupted: { icon: Zap, tone: "throttle" },
};

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
