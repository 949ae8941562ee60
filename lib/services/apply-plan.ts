import type { ApplyPresetResponse, ApplyRun } from "@/lib/contracts/presets";
import { type ForecastInput, forecastRun } from "@/lib/core/forecast/closed-form";
import { dayLeftAt } from "@/lib/core/limits/day-quota";
import { describeLimitChange } from "@/lib/core/limits/describe-limit-change";
import { fairShares } from "@/lib/core/limits/fair-shares";
import type { Limits } from "@/lib/core/limits/limits";
import { effectiveLimits } from "@/lib/core/limits/merge-limits";
import { scopeFits } from "@/lib/core/presets/preset-scope";
import { isTerminal, RUN_STATES } from "@/lib/core/runs/run-state";
import { limitWords, plural, rateWords } from "@/lib/core/words/number-words";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { RunRecord } from "@/lib/engine/ports/run-records";
import type { LimitChangeRecord } from "@/lib/persistence/limit-change";
import type { PresetRecord, PresetVersionRecord } from "@/lib/persistence/preset-row";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import { type CallHistory, callHistory } from "./call-history";
import type { ServiceContext } from "./context";
import { isoTimeOf } from "./iso-time";
import { limitsOf } from "./run-view";

/** A call to a model that was never called here. */
const ASSUMED_LATENCY_MS = 2000;

/** The preset, the version to be applied, and the versions that runs may be at. */
export interface ApplyTarget {
  readonly preset: PresetRecord;
  readonly version: PresetVersionRecord;
  readonly versions: readonly PresetVersionRecord[];
}

/** A run that could be given the version, with what it stands on. */
export interface ApplyCandidate {
  readonly run: RunRecord;
  readonly pool: PoolRecord;
  readonly provider: ProviderRecord;
  readonly history: CallHistory;
  /** In force now: its own, or its pool's. */
  readonly limits: Limits;
  readonly changes: readonly LimitChangeRecord[];
}

type Outlook = NonNullable<ApplyRun["before"]>;
type PoolTotal = ApplyPresetResponse["totals"]["pools"][number];

/**
 * Runs that go on under the preset, and what else goes on at the providers that they call: the preset's own first, those
 * that it is not meant for last.
 */
export async function applyCandidates(context: ServiceContext, { preset }: ApplyTarget): Promise<ApplyCandidate[]> {
  const { actor, stores } = context;
  const going = RUN_STATES.filter((state) => !isTerminal(state) && state !== "cancelling");
  const [all, pools] = await Promise.all([stores.runs.inStates(going), stores.pools.list(actor.workspaceId)]);
  const runs = all.filter((run) => run.workspaceId === actor.workspaceId);
  const own = (pin: string | null) => pin?.startsWith(`${preset.slug}@`) === true;
  const providers = new Set([
    ...runs.filter((run) => own(run.preset)).map((run) => run.providerId),
    ...pools.filter((pool) => own(pool.origin.replace(/^preset /, ""))).map((pool) => pool.providerId),
  ]);
  const near = runs.filter((run) => providers.has(run.providerId));
  const found = await Promise.all(near.map((run) => candidateOf(context, run)));
  return found
    .filter((candidate) => candidate !== null)
    .sort(
      (a, b) =>
        Number(isInScope(preset, b)) - Number(isInScope(preset, a)) ||
        Number(own(b.run.preset)) - Number(own(a.run.preset)),
    );
}

async function candidateOf(context: ServiceContext, run: RunRecord): Promise<ApplyCandidate | null> {
  const { stores } = context;
  const [pool, provider, changes] = await Promise.all([
    stores.pools.get(run.poolId),
    stores.providers.get(run.providerId),
    stores.runs.limitChanges(run.id),
  ]);
  if (pool === null || provider === null) return null;
  const history = await callHistory(context, provider, run.config.target.model);
  return { run, pool, provider, history, limits: limitsOf(run, pool), changes };
}

function isInScope({ scope }: PresetRecord, { run, provider }: Pick<ApplyCandidate, "run" | "provider">): boolean {
  return scopeFits(scope, { providerId: provider.id, providerKind: provider.kind, model: run.config.target.model });
}

/** How each run stands, and what the version would do to it and to those beside it. */
export function planApply(
  context: ServiceContext,
  target: ApplyTarget,
  candidates: readonly ApplyCandidate[],
  runIds: readonly string[] | null,
): ApplyRun[] {
  const standing = candidates.map((candidate) => standingOf(target, candidate));
  const chosen = candidates.map(({ run }, at) =>
    runIds === null ? (standing[at]?.suggested ?? false) : runIds.includes(run.id),
  );
  const wanted = candidates.map((candidate, at) => (chosen[at] === true ? target.version.limits : candidate.limits));
  const before = outlooks(
    context,
    candidates,
    candidates.map(({ limits }) => limits),
  );
  const after = outlooks(context, candidates, wanted);
  return candidates.map(({ run, pool, provider, limits }, at) => {
    const live = context.supervisor.live(run.id);
    return {
      runId: run.id,
      name: run.name,
      state: run.state,
      providerName: provider.name,
      model: run.config.target.model,
      poolId: pool.id,
      preset: run.preset,
      limits,
      limitsScope: run.limitsScope,
      limitsRevision: run.limitsRevision,
      ...(standing[at] ?? { version: null, edited: null, suggested: false }),
      inScope: isInScope(target.preset, { run, provider }),
      chosen: chosen[at] ?? false,
      change: describeLimitChange(limits, target.version.limits),
      casesLeft: casesLeft(context, run),
      before: before[at] ?? null,
      after: after[at] ?? null,
      draining: (live?.active.calling ?? 0) > target.version.limits.concurrency,
      result: null,
    };
  });
}

function standingOf(
  { preset, version, versions }: ApplyTarget,
  { run, limits, changes }: ApplyCandidate,
): Pick<ApplyRun, "version" | "edited" | "suggested"> {
  const own = run.preset?.startsWith(`${preset.slug}@`) === true;
  const sameAs = (n: PresetVersionRecord) => describeLimitChange(n.limits, limits) === "";
  const pinned = versions.find(({ n }) => run.preset === `${preset.slug}@${n}`);
  const at = run.limitsScope === "pool" ? undefined : [pinned, ...versions].find((each) => each && sameAs(each));
  const last = changes.at(-1);
  const from = pinned?.limits ?? changes[0]?.after;
  const wasEdited = run.preset === null || own ? run.limitsRevision > 1 : run.presetEdited;
  const isEdited = wasEdited && at === undefined && last !== undefined && from !== undefined;
  const edited = isEdited
    ? { by: last.actor, at: isoTimeOf(last.at), change: describeLimitChange(from, limits) }
    : null;
  const suggested = own && edited === null && describeLimitChange(limits, version.limits) !== "";
  return { version: at?.n ?? null, edited, suggested };
}

/** What is left of each run, where all of them share their pools in fair turns. */
function outlooks(
  context: ServiceContext,
  candidates: readonly ApplyCandidate[],
  limits: readonly Limits[],
): (Outlook | null)[] {
  const shares = sharesOf(candidates, limits);
  return candidates.map(({ run, pool, history }, at) => {
    const own = limits[at];
    const cases = casesLeft(context, run);
    if (own === undefined || cases === 0) return null;
    const held = effectiveLimits(own, pool.limits);
    const latencyMs = history.meanLatencyMs ?? ASSUMED_LATENCY_MS;
    const { durationMs, boundBy } = forecastRun({
      cases,
      requestsPerSecond: shares[at] ?? held.requestsPerSecond,
      // Once it goes, the permits that were saved up are spent.
      burst: run.state === "queued" ? held.burst : 1,
      concurrency: held.concurrency,
      tokensPerMinute: held.tokensPerMinute,
      attempts: held.retry.attempts,
      latencyMs,
      latencyP95Ms: history.p95LatencyMs ?? 2 * latencyMs,
      retriedShare: history.retriedShare,
      inputTokensPerMinute: held.inputTokensPerMinute,
      outputTokensPerMinute: held.outputTokensPerMinute,
      tokensPerAttempt: history.tokensPerAttempt,
      tokens: tokensOf(history),
      day: dayLeftAt(
        held.requestsPerDay,
        context.supervisor.livePool(pool.id)?.requestsToday ?? 0,
        context.clock.now(),
      ),
    });
    return { durationMs, boundBy };
  });
}

function tokensOf({ inputTokensPerCall: input, outputTokensPerCall: output }: CallHistory): ForecastInput["tokens"] {
  return input === null || output === null ? null : { input, output };
}

function sharesOf(candidates: readonly ApplyCandidate[], limits: readonly Limits[]): number[] {
  const shares = candidates.map(() => 0);
  for (const poolId of new Set(candidates.map(({ pool }) => pool.id))) {
    const members = candidates.flatMap((candidate, at) => (candidate.pool.id === poolId ? [at] : []));
    const rate = candidates.find(({ pool }) => pool.id === poolId)?.pool.limits.requestsPerSecond ?? 0;
    const parts = fairShares(
      members.map((at) => limits[at]?.requestsPerSecond ?? 0),
      rate,
    );
    members.forEach((at, place) => {
      shares[at] = parts[place] ?? 0;
    });
  }
  return shares;
}

function casesLeft(context: ServiceContext, run: RunRecord): number {
  const summary = context.supervisor.live(run.id)?.summary ?? run.summary;
  return Math.max(0, run.totalCases - summary.done);
}

/** What the chosen runs come to together, as each pool sees it. */
export function applyTotals(
  target: ApplyTarget,
  candidates: readonly ApplyCandidate[],
  runs: readonly ApplyRun[],
): ApplyPresetResponse["totals"] {
  const chosen = runs.filter((run) => run.chosen);
  const pools = poolTotals(target, candidates, runs);
  const parts = [
    `${chosen.length} of ${plural(runs.length, "run")}`,
    ...pools.filter(({ exceeds }) => exceeds).map((pool) => exceedsWords(pool)),
  ];
  return {
    runs: runs.length,
    chosen: chosen.length,
    applied: runs.filter((run) => run.result?.ok === true).length,
    refused: runs.filter((run) => run.result?.ok === false).length,
    sentence: parts.join("; "),
    pools,
  };
}

function poolTotals(
  { version }: ApplyTarget,
  candidates: readonly ApplyCandidate[],
  runs: readonly ApplyRun[],
): PoolTotal[] {
  return [...new Set(candidates.map(({ pool }) => pool.id))].flatMap((poolId) => {
    const members = candidates.filter(({ pool }) => pool.id === poolId);
    const [first] = members;
    const takes = ({ run }: ApplyCandidate) => runs.some((each) => each.runId === run.id && each.chosen);
    if (first === undefined || !members.some(takes)) return [];
    // A run that follows its pool asks for what is there, and adds nothing to the sum.
    const asking = members.filter((member) => takes(member) || member.run.limitsScope === "run");
    const sumRps = asking.reduce(
      (sum, member) => sum + (takes(member) ? version.limits : member.limits).requestsPerSecond,
      0,
    );
    const limitRps = first.pool.limits.requestsPerSecond;
    return [
      {
        poolId,
        providerName: first.provider.name,
        runs: members.length,
        sumRps,
        limitRps,
        exceeds: sumRps > limitRps,
      },
    ];
  });
}

function exceedsWords({ sumRps, limitRps, runs, providerName }: PoolTotal): string {
  const share = `shares fall to about ${rateWords(limitRps / runs)} rps each`;
  return `sum ${limitWords(sumRps)} rps exceeds the limit of ${providerName}, ${limitWords(limitRps)} rps: ${share}`;
}
