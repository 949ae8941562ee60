"use client";

import { useEffect, useState } from "react";
import type { LinkKind, LinkView } from "@/lib/client/link-state";
import { formatDuration } from "@/lib/format";
import { cn } from "../ui/cn";

const DOT: Record<LinkKind, string> = {
  connecting: "bg-idle",
  live: "bg-call pulse-dot",
  delayed: "bg-wait",
  reconnecting: "bg-throttle",
  offline: "bg-throttle",
  "catching-up": "bg-wait",
  "signed-out": "bg-throttle",
  ended: "bg-idle",
};

function linkText({ kind, behindMs }: LinkView): string {
  const behind = behindMs === null ? "" : ` ${formatDuration(Math.round(behindMs / 1000) * 1000)}`;
  switch (kind) {
    case "connecting":
      return "Connecting…";
    case "live":
      return "Live";
    case "delayed":
      return `Delayed${behind}`;
    case "reconnecting":
      return "Reconnecting…";
    case "offline":
      return "Offline";
    case "catching-up":
      return "Catching up…";
    case "signed-out":
      return "Signed out";
    case "ended":
      return "Ended";
  }
}

/** How the page is linked to the run: a dot and a word, always in the same place. */
export function LinkDot({ link }: { link: LinkView }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap text-muted text-xs tabular-nums">
      <span aria-hidden className={cn("size-2 rounded-full", DOT[link.kind])} />
      <span>{linkText(link)}</span>
      {link.kind === "live" && link.sinceMs !== null && <NewsAge sinceMs={link.sinceMs} />}
    </span>
  );
}

const LOOK_EVERY_MS = 250;

/** How old the newest news is: "· 0.4 s". It has a clock of its own, so that the page need not be drawn for it. */
function NewsAge({ sinceMs }: { sinceMs: number }) {
  const [nowMs, setNowMs] = useState(sinceMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  // Room for two digits before the point, so that the word beside it stands still.
  return <span className="min-w-[7ch]">· {ageText(nowMs - sinceMs)}</span>;
}

/** Always with one decimal: an age that runs is read by its first digit. `ms` below 0: the news came after the look. */
export function ageText(ms: number): string {
  return `${(Math.floor(Math.max(0, ms) / 100) / 10).toFixed(1)}\u00a0s`;
}

/** Says that the page is behind while the run goes on. Nothing while the link is good. */
export function LinkBanner({ link }: { link: LinkView }) {
  const behind =
    link.behindMs === null ? "" : ` This page is ${formatDuration(Math.round(link.behindMs / 1000) * 1000)} behind.`;
  const text =
    link.kind === "reconnecting"
      ? `Reconnecting${link.failures > 0 ? ` (${link.failures})` : ""}. The run goes on at the server.${behind}`
      : link.kind === "offline"
        ? `You are offline. The run goes on at the server.${behind}`
        : link.kind === "signed-out"
          ? "Sign in to go on watching. The run goes on at the server."
          : null;
  return (
    <output className="block">
      {text !== null && (
        <span className="tint-throttle mb-3 block rounded-lg px-3 py-2 text-sm tabular-nums">{text}</span>
      )}
    </output>
  );
}
