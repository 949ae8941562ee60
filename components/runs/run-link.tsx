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

const WORD: Record<LinkKind, string> = {
  connecting: "Connecting…",
  live: "Live",
  delayed: "Delayed",
  reconnecting: "Reconnecting…",
  offline: "Offline",
  "catching-up": "Catching up…",
  "signed-out": "Signed out",
  ended: "Ended",
};

/** The link in one word. */
export function linkWord(kind: LinkKind): string {
  return WORD[kind];
}

/** True while the page does not know how the run stands. */
export function isCutOff({ kind }: Pick<LinkView, "kind">): boolean {
  return kind === "reconnecting" || kind === "offline" || kind === "signed-out";
}

function linkText({ kind, behindMs }: LinkView): string {
  const behind = kind === "delayed" && behindMs !== null ? ` ${wholeSeconds(behindMs)}` : "";
  return `${WORD[kind]}${behind}`;
}

function wholeSeconds(ms: number): string {
  return formatDuration(Math.round(ms / 1000) * 1000);
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
  const text = bannerText(link);
  return (
    <>
      {/* Its seconds count: what is read out stands apart. */}
      {text !== null && <p className="tint-throttle mb-3 block rounded-lg px-3 py-2 text-sm tabular-nums">{text}</p>}
      <LinkAnnouncer cutOff={isCutOff(link)} />
    </>
  );
}

function bannerText({ kind, behindMs, failures }: LinkView): string | null {
  const behind = behindMs === null ? "" : ` This page is ${wholeSeconds(behindMs)} behind.`;
  switch (kind) {
    case "reconnecting":
      return `Reconnecting${failures > 0 ? ` (${failures})` : ""}. The run goes on at the server.${behind}`;
    case "offline":
      return `You are offline. The run goes on at the server.${behind}`;
    case "signed-out":
      return "Sign in to go on watching. The run goes on at the server.";
    default:
      return null;
  }
}

/** Reads out once that the link is lost, and once that it is back. */
function LinkAnnouncer({ cutOff }: { cutOff: boolean }) {
  const [before, setBefore] = useState(cutOff);
  const [said, setSaid] = useState(cutOff ? LOST : "");
  if (before !== cutOff) {
    setBefore(cutOff);
    setSaid(cutOff ? LOST : BACK);
  }
  return <output className="sr-only">{said}</output>;
}

const LOST = "Connection lost. The run itself goes on.";
const BACK = "Connected again.";
