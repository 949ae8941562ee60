"use client";

import { formatFullTime, formatRelative } from "@/lib/format";
import { useNow } from "../ui/use-now";

/** "12 min ago", with the exact time on hover. */
export function RelativeTime({ iso }: { iso: string }) {
  const now = useNow();
  if (now === null) return <time dateTime={iso} />;
  return (
    <time dateTime={iso} title={formatFullTime(iso)}>
      {formatRelative(iso, now)}
    </time>
  );
}
