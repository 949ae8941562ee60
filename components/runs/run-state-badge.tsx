import { Check, CircleAlert, Clock3, type LucideIcon, Pause, Play, Square, Zap } from "lucide-react";
import type { RunResponse } from "@/lib/contracts/runs";
import type { RunState } from "@/lib/core/runs/run-state";
import { Badge, type BadgeTone } from "../ui/badge";
import { standingWord } from "./state-word";

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

/** State of a run: icon and word, never colour alone; of one that waits for others its place as well. */
export function RunStateBadge({ run }: { run: Pick<RunResponse, "state" | "counts" | "queue" | "boundBy"> }) {
  const { icon, tone } = LOOK[run.state];
  const gaps = run.state === "finished" && run.counts.notScored > 0;
  const Icon = gaps ? CircleAlert : icon;
  return (
    <Badge tone={gaps ? "throttle" : tone} title={run.queue === null ? undefined : run.boundBy.sentence}>
      <Icon aria-hidden />
      {standingWord(run)}
    </Badge>
  );
}
