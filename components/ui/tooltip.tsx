"use client";

import { Slot } from "radix-ui";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { lateCode } from "./late-code";
import { useHint } from "./use-hint";
import { useLateCode } from "./use-late-code";

export const bubbleCode = lateCode(() => import("./tooltip-bubble").then((file) => file.TooltipBubble));

/** A short hint for the one focusable child. Never the only place where something is told. */
export function Tooltip({
  text,
  side = "top",
  children,
}: {
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  const anchor = useRef<HTMLElement>(null);
  const id = useId();
  const { open, close, handlers } = useHint(() => bubbleCode.now() !== null);
  const { loaded: Bubble } = useLateCode(bubbleCode, open);
  useEffect(() => bubbleCode.loadAtRest(), []);
  const shown = open && Bubble !== null;
  return (
    <>
      <Slot.Root ref={anchor} {...handlers} {...(shown ? { "aria-describedby": id } : {})}>
        {children}
      </Slot.Root>
      {shown && (
        <Bubble anchor={anchor} id={id} side={side} onClose={close}>
          {text}
        </Bubble>
      )}
    </>
  );
}
