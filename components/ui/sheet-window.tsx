"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { KeyboardEvent, ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { useReturnFocus } from "./use-return-focus";

export interface SheetProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** Takes the screen, for things side by side. */
  wide?: boolean;
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  children: ReactNode;
}

/** A drawer from the right that leaves the page beside it in view. */
export function SheetWindow({
  open,
  onOpenChange,
  title,
  description,
  actions,
  footer,
  wide = false,
  onKeyDown,
  children,
}: SheetProps) {
  const giveFocusBack = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          onCloseAutoFocus={giveFocusBack}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          {...(onKeyDown === undefined ? {} : { onKeyDown })}
          // The drawer itself and not its first button, whose tooltip would pop up.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className={cn(
            "slide-in-right fixed inset-y-0 right-0 z-50 flex w-full flex-col border-l bg-bg shadow-overlay outline-none",
            wide ? "max-w-[min(94vw,1440px)] max-md:max-w-none" : "max-w-2xl",
          )}
        >
          <header className="flex items-start justify-between gap-3 border-b px-4 py-3">
            <div className="min-w-0">
              <Radix.Title className="truncate font-semibold text-base">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description asChild>
                  <div className="text-muted text-sm">{description}</div>
                </Radix.Description>
              )}
            </div>
            <div className="flex items-center gap-1">
              {actions}
              <Radix.Close asChild>
                <IconButton label="Close" shortcut="Esc" side="bottom">
                  <X aria-hidden />
                </IconButton>
              </Radix.Close>
            </div>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer !== undefined && <footer className="border-t px-4 py-3">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
