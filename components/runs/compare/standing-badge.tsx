import {
  ArrowDown,
  ArrowUp,
  Ban,
  Check,
  CircleDashed,
  CircleDot,
  Clock3,
  type LucideIcon,
  Minus,
  X,
} from "lucide-react";
import type { CaseChange, CaseStanding } from "@/lib/core/comparing/case-standing";
import { Badge, type BadgeTone } from "../../ui/badge";

const STANDINGS: Record<CaseStanding, { word: string; icon: LucideIcon; tone: BadgeTone }> = {
  passed: { word: "passed", icon: Check, tone: "call" },
  failed: { word: "failed", icon: X, tone: "error" },
  mixed: { word: "passed sometimes", icon: CircleDot, tone: "backoff" },
  "not-scored": { word: "not scored", icon: Ban, tone: "idle" },
  pending: { word: "not done yet", icon: Clock3, tone: "outline" },
  missing: { word: "missing", icon: CircleDashed, tone: "outline" },
};

/** What a run has of a case. Missing and not scored are never shown as passed or failed. */
export function StandingBadge({ standing }: { standing: CaseStanding }) {
  const { word, icon: Icon, tone } = STANDINGS[standing];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}

const CHANGES: Record<CaseChange, { word: string; icon: LucideIcon }> = {
  regressed: { word: "Regressed", icon: ArrowDown },
  improved: { word: "Improved", icon: ArrowUp },
  scoring: { word: "Not scored in one", icon: Ban },
  missing: { word: "Missing in one", icon: CircleDashed },
  unfinished: { word: "Not done yet", icon: Clock3 },
  same: { word: "Same", icon: Minus },
};

/** How a case stands against the baseline: sign and word. */
export function ChangeWord({ change }: { change: CaseChange }) {
  const { word, icon: Icon } = CHANGES[change];
  return (
    <span className={`inline-flex items-center gap-1 ${change === "same" ? "text-muted" : "font-medium"}`}>
      <Icon aria-hidden className="size-3.5" />
      {/* On a narrow screen the runs' cells say it. */}
      <span className="max-sm:sr-only">{word}</span>
    </span>
  );
}
