"use client";

import type { RunPriority } from "@/lib/core/scheduling/run-priority";
import { Segmented } from "../ui/segmented";

export const PRIORITY_WORDS: Record<RunPriority, string> = { low: "Low", normal: "Normal", high: "High" };

/** How a run stands against others of its pool. */
export function PriorityChoice({ value, onChange }: { value: RunPriority; onChange: (value: RunPriority) => void }) {
  return (
    <Segmented
      label="Priority"
      value={value}
      onValueChange={onChange}
      options={[
        { value: "low", label: PRIORITY_WORDS.low },
        { value: "normal", label: PRIORITY_WORDS.normal },
        { value: "high", label: PRIORITY_WORDS.high },
      ]}
    />
  );
}
