"use client";

import { useTheme } from "next-themes";
import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { deliverToasts, type ToastMessage } from "./toast";

function draw({ kind, text, options }: ToastMessage): void {
  if (kind === "plain") toast(text, options);
  else if (kind === "success") toast.success(text, options);
  // The list of toasts is read out when nothing else is; an error is not to wait for that.
  else toast.error(<span role="alert">{text}</span>, options);
}

/** Toasts at the bottom right, three at most. They repeat what the page says; they are never its only place. */
export function Toaster() {
  const { theme } = useTheme();
  useEffect(() => deliverToasts(draw), []);
  const chosen = theme === "light" || theme === "dark" ? theme : "system";
  return (
    <Sonner
      theme={chosen}
      position="bottom-right"
      visibleToasts={3}
      closeButton
      mobileOffset={{ bottom: 72 }}
      toastOptions={{
        style: {
          background: "var(--bg)",
          color: "var(--fg)",
          border: "1px solid var(--line)",
          boxShadow: "var(--overlay-shadow)",
          borderRadius: 8,
          fontFamily: "'Inter Variable', sans-serif",
          fontSize: 13,
        },
        actionButtonStyle: { background: "var(--accent)", color: "var(--on-accent)", fontWeight: 500 },
      }}
    />
  );
}
