"use client";

import { Tooltip as Radix } from "radix-ui";
import { type ReactNode, type Ref, type RefObject, useLayoutEffect } from "react";

export interface TooltipBubbleProps {
  /** What the hint belongs to. */
  anchor: RefObject<HTMLElement | null>;
  /** Of the bubble; the anchor is described by it. */
  id: string;
  side: "top" | "right" | "bottom" | "left";
  onClose: () => void;
  children: ReactNode;
}

/** The hint itself, over its anchor. It goes when the pointer has left both, with Escape, and when the page is scrolled. */
export function TooltipBubble({ anchor, id, side, onClose, children }: TooltipBubbleProps) {
  return (
    <Radix.Provider>
      <Radix.Root open onOpenChange={(open) => !open && onClose()}>
        <Radix.Trigger asChild>
          <StandIn anchor={anchor} />
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            id={id}
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="fade-in z-50 max-w-72 rounded-md border bg-sunken px-2 py-1 text-fg text-xs shadow-overlay"
          >
            {children}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

/** Draws nothing: gives the anchor, which is in the page already, to what wants a trigger of its own. */
function StandIn({ anchor, ref }: { anchor: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref === "function") {
      const leave = ref(anchor.current);
      return () => void (typeof leave === "function" ? leave() : ref(null));
    }
    if (ref) ref.current = anchor.current;
  }, [anchor, ref]);
  return null;
}
