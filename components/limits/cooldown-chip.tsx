"use client";

import { Hourglass } from "lucide-react";
import { formatClock, formatDuration } from "@/lib/format";
import { Badge } from "../ui/badge";
import { useNow } from "../ui/use-now";

/** "Cooldown 12 s": the provider said wait, and nothing starts until then. */
export function CooldownChip({ until, reason }: { until: string | null; reason: string | null }) {
  const now = useNow();
  if (until === null || now === null) return null;
  const left = Date.parse(until) - now;
  if (left <= 0) return null;
  // Whole seconds, upwards: it must not read 0 while it still holds.
  const seconds = Math.ceil(left / 1000) * 1000;
  return (
    <Badge tone="throttle" title={reason ?? undefined} className="tabular-nums">
      <Hourglass aria-hidden />
      Cooldown {formatDuration(seconds)}, until {formatClock(until)}
    </Badge>
  );
}
