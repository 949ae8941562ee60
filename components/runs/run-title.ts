import type { LinkView } from "@/lib/client/link-state";
import type { RunResponse } from "@/lib/contracts/runs";
import { formatNumber, formatPercent } from "@/lib/format";
import { isCutOff, linkWord } from "./run-link";
import { doneShare } from "./run-numbers";
import { standingWord } from "./state-word";

/** The title of the run's tab. While the page is cut off it names that, and no figure of before. */
export function runTitle(run: RunResponse, link: Pick<LinkView, "kind">): string {
  if (isCutOff(link)) return `${linkWord(link.kind)} · ${run.name}`;
  if (run.state !== "running") return `${standingWord(run)} · ${run.name}`;
  const rate = run.rateNow === null ? "" : ` · ${formatNumber(run.rateNow)}/s`;
  return `${formatPercent(doneShare(run.counts))}${rate} · ${run.name}`;
}
