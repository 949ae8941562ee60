"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { datasetListOptions, firstCaseOptions } from "@/lib/client/datasets";
import { forecastOptions } from "@/lib/client/forecast";
import { poolListOptions } from "@/lib/client/pools";
import { presetListOptions, presetOptions } from "@/lib/client/presets";
import { providerListOptions } from "@/lib/client/providers";
import { rubricListOptions } from "@/lib/client/rubrics";
import { settingsOptions } from "@/lib/client/settings";
import type { PoolResponse, ProviderResponse } from "@/lib/contracts/providers";
import type { CreateRunRequest } from "@/lib/contracts/run-launch";
import { STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import { draftOfAutoPause } from "../limit-fields/auto-pause-draft";
import { useDebounced } from "../ui/use-debounced";
import { judgesOfDraft, judgesToMeasure, poolOf } from "./judge-outlook";
import { type MoreModel, readMoreEntry } from "./launch-cells";
import type { LaunchDraft } from "./launch-draft";
import type { OutlookContext } from "./launch-outlook";

const NONE: readonly never[] = [];

/** Before limits are known at all: what the form shows until the pool is there. */
const FALLBACK_LIMITS = STARTER_PRESETS[1].limits;

/** Everything that the draft names, and what fills it where nothing was chosen. */
export function useLaunchData(draft: LaunchDraft) {
  const datasets = useQuery(datasetListOptions());
  const providers = useQuery(providerListOptions());
  const pools = useQuery({ ...poolListOptions(), refetchInterval: 10_000 });
  const dataset = chosenOrOnly(datasets.data, draft.dataset);
  const provider = chosenOrOnly(providers.data, draft.provider);
  const model = draft.model ?? provider?.models[0] ?? (provider?.kind === "simulated" ? "simulated" : "");
  const pool = poolOf(pools.data, provider?.id, model);
  const preset = usePresetLimits(draft.preset);
  const settings = useQuery(settingsOptions());
  const firstCase = useQuery({ ...firstCaseOptions(dataset?.id ?? ""), enabled: dataset !== undefined });
  const judged = draft.evaluators.some(({ type }) => type === "judge");
  const rubrics = useQuery({ ...rubricListOptions(), enabled: judged });
  const names = { providers: providers.data ?? NONE, rubrics: rubrics.data ?? NONE };
  const judges = judgesToMeasure(judgesOfDraft(draft, names));
  const { measured, measuring } = useMeasured(dataset?.id, provider?.id, model, judges);
  const more = useMoreModels(draft, { datasetId: dataset?.id, providers: providers.data, pools: pools.data }, judges);
  const context: OutlookContext = {
    ...names,
    pools: pools.data ?? NONE,
    dataset,
    provider,
    model,
    more,
    pool,
    presetMissing: preset.missing,
    presetLimits: preset.limits,
    baseLimits: preset.limits ?? pool?.limits ?? FALLBACK_LIMITS,
    measured,
    ...(settings.data === undefined ? {} : { autoPause: draftOfAutoPause(settings.data.autoPause) }),
  };
  const gone = {
    dataset: draft.dataset !== null && datasets.data !== undefined && dataset === undefined,
    provider: draft.provider !== null && providers.data !== undefined && provider === undefined,
  };
  return { datasets, providers, rubrics, pools, gone, measuring, firstCase: firstCase.data ?? null, preset, context };
}

export type LaunchData = ReturnType<typeof useLaunchData>;

function chosenOrOnly<T extends { readonly id: string }>(items: readonly T[] | undefined, id: string | null) {
  if (id !== null) return items?.find((item) => item.id === id);
  return items?.length === 1 ? items[0] : undefined;
}

/** The limits of `slug`, `slug@n` or `slug@label`; an old version is looked up in the preset's history. */
function usePresetLimits(ref: string | null) {
  const [slug = "", pin] = (ref ?? "").split("@");
  const presets = useQuery(presetListOptions());
  const listed = presets.data?.find((preset) => preset.slug === slug);
  const label = listed?.labels.find(({ name }) => name === pin);
  const version = label === undefined ? pin : String(label.version);
  const isLatest = listed !== undefined && (version === undefined || listed.latest.n === Number(version));
  const detail = useQuery({ ...presetOptions(slug), enabled: slug !== "" && presets.data !== undefined && !isLatest });
  const found = isLatest ? listed.latest : detail.data?.history.find((each) => String(each.n) === version);
  return {
    limits: found?.limits ?? null,
    missing: detail.isError || (detail.data !== undefined && found === undefined),
  };
}

/** The further models of a matrix, each with its pool and what earlier runs showed of it. */
function useMoreModels(
  draft: LaunchDraft,
  known: {
    readonly datasetId: string | undefined;
    readonly providers: readonly ProviderResponse[] | undefined;
    readonly pools: readonly PoolResponse[] | undefined;
  },
  judges: CreateRunRequest["evaluators"],
): MoreModel[] {
  const entries = (draft.more ?? []).map(readMoreEntry);
  const settled = useDebounced(entries.map(({ model }) => model.trim()).join("\n"), 400).split("\n");
  const asked = useQueries({
    queries: entries.map(({ providerId }, at) =>
      forecastOptions(measuringBody(known.datasetId, providerId, settled[at] ?? "", judges)),
    ),
  });
  return entries.map(({ providerId, model }, at) => ({
    provider: known.providers?.find(({ id }) => id === providerId),
    model,
    pool: poolOf(known.pools, providerId, model),
    measured: asked[at]?.data,
  }));
}

/** What earlier runs showed of the model: asked for as soon as dataset, provider and model are known. */
function useMeasured(
  datasetId: string | undefined,
  providerId: string | undefined,
  model: string,
  judges: CreateRunRequest["evaluators"],
) {
  const settled = useDebounced(model.trim(), 400);
  const { data, isLoading } = useQuery(forecastOptions(measuringBody(datasetId, providerId ?? "", settled, judges)));
  return { measured: data, measuring: isLoading };
}

function measuringBody(
  datasetId: string | undefined,
  providerId: string,
  model: string,
  judges: CreateRunRequest["evaluators"],
): CreateRunRequest | null {
  if (datasetId === undefined || providerId === "" || model === "") return null;
  // Latency and retries do not depend on the prompt; the forecast itself is made in the browser.
  const target = { providerId, model, prompt: "-" };
  return { datasetId, target, evaluators: [{ type: "contains", value: "-" }, ...judges] };
}
