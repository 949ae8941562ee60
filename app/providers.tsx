"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { LateToaster } from "@/components/ui/late-toaster";
import { PreferencesProvider } from "@/components/ui/preferences";
import type { Preferences } from "@/components/ui/preferences-cookie";
import { makeQueryClient } from "@/lib/client/query-client";

/** The one tree of client providers. */
export function Providers({
  nonce,
  preferences,
  children,
}: {
  nonce: string | undefined;
  preferences: Preferences;
  children: ReactNode;
}) {
  const [queryClient] = useState(makeQueryClient);
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce === undefined ? {} : { nonce })}
    >
      <QueryClientProvider client={queryClient}>
        <NuqsAdapter>
          <PreferencesProvider initial={preferences}>{children}</PreferencesProvider>
          <LateToaster />
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
