import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { PageOf } from "@/lib/contracts/common";
import type {
  ApplyPresetRequest,
  applyPresetResponse,
  CreatePresetRequest,
  createPresetVersionRequest,
  ImportPresetRequest,
  importPresetResponse,
  movePresetLabelRequest,
  presetDetailResponse,
  presetResponse,
  presetVersionResponse,
  restorePresetRequest,
  UpdatePresetRequest,
  undoApplyRequest,
  undoApplyResponse,
} from "@/lib/contracts/presets";
import { apiDelete, apiGet, apiSend } from "./api-client";
import { runKeys } from "./runs";

export const presetKeys = {
  all: ["presets"] as const,
  list: () => [...presetKeys.all, "list"] as const,
  archived: () => [...presetKeys.all, "archived"] as const,
  detail: (slug: string) => [...presetKeys.all, "one", slug] as const,
};

function presetPath(slug: string): string {
  return `/api/v1/presets/${encodeURIComponent(slug)}`;
}

/** All presets of the workspace. */
export function presetListOptions() {
  return queryOptions({
    queryKey: presetKeys.list(),
    queryFn: async ({ signal }) => (await apiGet<PageOf<typeof presetResponse>>("/api/v1/presets", { signal })).items,
  });
}

/** Presets that are out of the lists. */
export function archivedPresetsOptions() {
  return queryOptions({
    queryKey: presetKeys.archived(),
    queryFn: async ({ signal }) =>
      (await apiGet<PageOf<typeof presetResponse>>("/api/v1/presets?archived=true", { signal })).items,
  });
}

/** One preset with all its versions. */
export function presetOptions(slug: string) {
  return queryOptions({
    queryKey: presetKeys.detail(slug),
    queryFn: ({ signal }) => apiGet<typeof presetDetailResponse>(presetPath(slug), { signal }),
  });
}

export function createPresetMutation() {
  return mutationOptions({
    mutationFn: (body: CreatePresetRequest) => apiSend<typeof presetResponse>("POST", "/api/v1/presets", body),
    onSuccess: (_preset, _variables, _result, { client }) => forgetPresets(client),
  });
}

/** Adds a version; with a stale `parent` it is refused with 409. */
export function createPresetVersionMutation() {
  return mutationOptions({
    mutationFn: ({ slug, body }: { slug: string; body: z.input<typeof createPresetVersionRequest> }) =>
      apiSend<typeof presetVersionResponse>("POST", `${presetPath(slug)}/versions`, body),
    onSuccess: (_version, _variables, _result, { client }) => forgetPresets(client),
  });
}

export function restorePresetMutation() {
  return mutationOptions({
    mutationFn: ({ slug, body }: { slug: string; body: z.input<typeof restorePresetRequest> }) =>
      apiSend<typeof presetVersionResponse>("POST", `${presetPath(slug)}/restore`, body),
    onSuccess: (_version, _variables, _result, { client }) => forgetPresets(client),
  });
}

/** Changes name, description or scope; with a stale `revision` it is refused with 409. */
export function updatePresetMutation() {
  return mutationOptions({
    mutationFn: ({ slug, body }: { slug: string; body: UpdatePresetRequest }) =>
      apiSend<typeof presetResponse>("PATCH", presetPath(slug), body),
    onSettled: (_preset, _error, _variables, _result, { client }) => forgetPresets(client),
  });
}

export function unarchivePresetMutation() {
  return mutationOptions({
    mutationFn: ({ slug }: { slug: string }) =>
      apiSend<typeof presetResponse>("POST", `${presetPath(slug)}/unarchive`, {}),
    onSettled: (_preset, _error, _variables, _result, { client }) => forgetPresets(client),
  });
}

export function deletePresetMutation() {
  return mutationOptions({
    mutationFn: ({ slug }: { slug: string }) => apiDelete(presetPath(slug)),
    onSuccess: (_nothing, _variables, _result, { client }) => forgetPresets(client),
  });
}

/** Points a label to a version; with another `expected` than the label's it is refused with 409. */
export function movePresetLabelMutation() {
  return mutationOptions({
    mutationFn: ({ slug, label, body }: LabelMove) =>
      apiSend<typeof presetResponse>("PUT", labelPath(slug, label), body),
    onSettled: (_preset, _error, _variables, _result, { client }) => forgetPresets(client),
  });
}
interface LabelMove {
  readonly slug: string;
  readonly label: string;
  readonly body: z.input<typeof movePresetLabelRequest>;
}

export function removePresetLabelMutation() {
  return mutationOptions({
    mutationFn: ({ slug, label }: { slug: string; label: string }) => apiDelete(labelPath(slug, label)),
    onSettled: (_nothing, _error, _variables, _result, { client }) => forgetPresets(client),
  });
}

function labelPath(slug: string, label: string): string {
  return `${presetPath(slug)}/labels/${encodeURIComponent(label)}`;
}

/** What applying a version would do; `runIds` null: to the runs that it is meant for. */
export function applyPlanOptions(slug: string, version: number, runIds: readonly string[] | null) {
  return queryOptions({
    queryKey: [...presetKeys.detail(slug), "apply", version, runIds] as const,
    queryFn: ({ signal }) => {
      const body: ApplyPresetRequest = { version, dryRun: true, ...(runIds === null ? {} : { runIds: [...runIds] }) };
      return apiSend<typeof applyPresetResponse>("POST", `${presetPath(slug)}/apply`, body, { signal });
    },
    // Runs go on while the dialog is open.
    refetchInterval: 5000,
    gcTime: 0,
  });
}

/** Gives runs the limits of a version; each run answers for itself. */
export function applyPresetMutation() {
  return mutationOptions({
    mutationFn: ({ slug, body }: { slug: string; body: ApplyPresetRequest }) =>
      apiSend<typeof applyPresetResponse>("POST", `${presetPath(slug)}/apply`, body),
    onSettled: (_answer, _error, _variables, _result, { client }) => forgetRuns(client),
  });
}

/** Gives the runs of an apply their earlier values again, as new changes. */
export function undoApplyMutation() {
  return mutationOptions({
    mutationFn: ({ slug, body }: { slug: string; body: z.input<typeof undoApplyRequest> }) =>
      apiSend<typeof undoApplyResponse>("POST", `${presetPath(slug)}/undo-apply`, body),
    onSettled: (_answer, _error, _variables, _result, { client }) => forgetRuns(client),
  });
}

export function importPresetMutation() {
  return mutationOptions({
    mutationFn: (body: ImportPresetRequest) =>
      apiSend<typeof importPresetResponse>("POST", "/api/v1/preset-imports", body),
    onSuccess: (_answer, _variables, _result, { client }) => forgetPresets(client),
  });
}

/** Where the browser gets a preset as a file from. */
export function presetExportPath(slug: string): string {
  return `${presetPath(slug)}/export`;
}

function forgetRuns(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: runKeys.all });
}

function forgetPresets(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: presetKeys.all });
}
