import { EqualApproximately, type LucideIcon, Minus, TrendingDown, TrendingUp } from "lucide-react";
import type { RunDifference } from "@/lib/contracts/compare";
import { casesAsked } from "@/lib/core/repeats/case-count-words";
import { Card, CardHeader } from "../../ui/card";
import type { TaggedRun } from "./compared-run";
import { RunTagChip } from "./run-tag-chip";
import { chanceBar, methodWords, type Verdict, verdictOf } from "./verdict-words";

const ICONS: Record<Verdict["kind"], { icon: LucideIcon; word: string }> = {
  better: { icon: TrendingUp, word: "Better" },
  worse: { icon: TrendingDown, word: "Worse" },
  open: { icon: EqualApproximately, word: "No clear difference" },
  none: { icon: Minus, word: "Nothing to test" },
};

/** What the paired tests say, in words. */
export function Verdicts({
  runs,
  differences,
  live,
}: {
  runs: readonly TaggedRun[];
  differences: readonly RunDifference[];
  live: boolean;
}) {
  const base = runs.find((each) => each.isBase);
  if (base === undefined) return null;
  const tests = differences.filter((difference) => difference.test !== null).length;
  return (
    <Card>
      <CardHeader
        title={live ? "Verdict so far" : "Verdict"}
        description={`On cases scored in both runs. In brackets the 95 % interval of the difference. ${methodWords(differences)}${
          tests > 1
            ? ` ${tests} tests on one page: a difference counts as more than chance under p = ${chanceBar(tests).toFixed(4)} (0.05 / ${tests}).`
            : ""
        }`}
      />
      <ul className="flex flex-col gap-2">
        {differences.map((difference) => {
          const each = runs.find(({ run }) => run.id === difference.runId);
          if (each === undefined) return null;
          const cases = { base: casesAsked(base.run), candidate: casesAsked(each.run) };
          const verdict = verdictOf(each.tag.letter, base.tag.letter, difference, cases, tests);
          const { icon: Icon, word } = ICONS[verdict.kind];
          return (
            <li key={difference.runId} className="flex items-start gap-2">
              <RunTagChip tag={each.tag} />
              <Icon role="img" aria-label={word} className="mt-0.5 size-4 shrink-0 text-muted" />
              <p className="min-w-0 tabular-nums">
                <span className="font-medium text-base">{verdict.sentence}</span>{" "}
                <span className="text-muted text-xs">{verdict.detail}</span>
              </p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
