import { Activity, Database, Gauge, type LucideIcon, Play, Plug, Settings, SlidersHorizontal } from "lucide-react";

interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Follows `g` as a shortcut. */
  readonly key: string;
  /** What a page of its own under `/new` is called. */
  readonly newLabel?: string;
}

/** The places at the top of the rail. */
export const MAIN_ITEMS: readonly NavItem[] = [
  { href: "/runs", label: "Runs", icon: Play, key: "r", newLabel: "New run" },
  { href: "/limits", label: "Limits", icon: Gauge, key: "l" },
  { href: "/presets", label: "Presets", icon: SlidersHorizontal, key: "p", newLabel: "New preset" },
  { href: "/datasets", label: "Datasets", icon: Database, key: "d", newLabel: "Import dataset" },
  { href: "/activity", label: "Activity", icon: Activity, key: "a" },
];

/** The places at its foot. */
export const FOOT_ITEMS: readonly NavItem[] = [
  { href: "/providers", label: "Providers", icon: Plug, key: "v", newLabel: "Add provider" },
  { href: "/settings", label: "Settings", icon: Settings, key: "s" },
];

export const NAV_ITEMS: readonly NavItem[] = [...MAIN_ITEMS, ...FOOT_ITEMS];

/** True when `pathname` lies under the entry. */
export function isCurrent(href: string, pathname: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
