import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import { RAIL_COOKIE } from "@/components/layout/rail-cookie";
import { LiveRunsChip } from "@/components/runs/live-runs-chip";
import { PREFERENCES_COOKIE, readPreferences } from "@/components/ui/preferences-cookie";
import { Providers } from "./providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Evalpace", template: "%s · Evalpace" },
  description: "Configure and watch rate-limited LLM eval runs.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#0b0e14" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the request makes every page dynamic, which the nonce of the content security policy needs.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const kept = await cookies();
  const railCollapsed = kept.get(RAIL_COOKIE)?.value === "collapsed";
  const preferences = readPreferences(kept.get(PREFERENCES_COOKIE)?.value);
  return (
    // The theme script sets data-theme before React wakes up, so the attribute differs from the server's.
    <html lang="en" data-density={preferences.density} data-motion={preferences.motion} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce} preferences={preferences}>
          <AppShell railCollapsed={railCollapsed} live={<LiveRunsChip />}>
            {children}
          </AppShell>
        </Providers>
      </body>
    </html>
  );
}
