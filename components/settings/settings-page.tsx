"use client";

import Link from "next/link";
import { PageHeader } from "../ui/page-header";
import { AutoPauseSetting } from "./auto-pause-setting";
import { LookSetting } from "./look-setting";
import { NotificationSetting } from "./notification-setting";
import { ReadingSetting } from "./reading-setting";
import { SettingCard } from "./setting-card";

/** How this person likes the pages, and what holds for everybody in the workspace. */
export function SettingsPage() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-6">
        <section aria-labelledby="settings-yours">
          <h2 id="settings-yours" className="mb-2 font-medium text-muted text-xs">
            Yours, in this browser
          </h2>
          <SettingCard>
            <LookSetting />
            <ReadingSetting />
            <NotificationSetting />
          </SettingCard>
        </section>
        <section aria-labelledby="settings-all">
          <h2 id="settings-all" className="mb-2 font-medium text-muted text-xs">
            For everybody in the workspace
          </h2>
          <SettingCard>
            <AutoPauseSetting />
            <Places />
          </SettingCard>
        </section>
      </div>
    </div>
  );
}

const PLACES = [
  { href: "/providers", label: "Providers and keys", text: "Connections to LLM APIs; keys can be written, never read" },
  { href: "/prices", label: "Prices", text: "What a million tokens cost, by model, with every change" },
  {
    href: "/activity?kind=settings,prices,providers",
    label: "Changes",
    text: "Who changed settings, prices and providers",
  },
] as const;

function Places() {
  return (
    <ul className="divide-y divide-line">
      {PLACES.map(({ href, label, text }) => (
        <li key={href} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2.5">
          <Link href={href} className="font-medium text-sm underline underline-offset-2 hover:text-accent">
            {label}
          </Link>
          <span className="text-muted text-xs">{text}</span>
        </li>
      ))}
    </ul>
  );
}
