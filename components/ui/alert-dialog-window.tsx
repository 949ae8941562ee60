"use client";

import { AlertDialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { useReturnFocus } from "./use-return-focus";

export interface AlertDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
  safeLabel: string;
  actLabel: string;
  onAct: () => void;
  busy?: boolean;
  error?: string | null;
  danger?: boolean;
}

/**
 * Asks before something that cannot be taken back. The safe answer has the focus; the dialog stays open while
 * the act is under way and when it fails (`error`).
 */
export function AlertDialogWindow({
  open,
  onOpenChange,
  title,
  children,
  safeLabel,
  actLabel,
  onAct,
  busy = false,
  error,
  danger = true,
}: AlertDialogProps) {
  const giveFocusBack = useReturnFocus(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          onCloseAutoFocus={giveFocusBack}
          className="fade-in fixed top-[16vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-md -translate-x-1/2 rounded-lg border bg-bg p-4 shadow-overlay"
        >
          <Radix.Title className="font-semibold text-base">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1 text-muted text-sm">{children}</div>
          </Radix.Description>
          {error ? (
            <p role="alert" className="mt-3 text-danger text-sm">
              {error}
            </p>
          ) : null}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{safeLabel}</Button>
            </Radix.Cancel>
            <Button variant={danger ? "danger" : "primary"} busy={busy} onClick={onAct}>
              {actLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
