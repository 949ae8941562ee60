import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import type { z } from "zod";
import type { RunSort } from "@/lib/contracts/run-choices";
import type {
  lostCasesResponse,
  requeueRunResponse,
  runPinResponse,
  UpdateRunLimitsRequest,
  UpdateRunRequest,
} from "@/lib/contracts/run-commands";
import type { CreateRunGroupRequest, CreateRunRequest } from "@/lib/contracts/run-launch";
import type { RunResponse, runConfigResponse, runGroupResponse, runPage, runResponse } from "@/lib/contracts/runs";
import type { LostCaseChoice } from "@/lib/core/runs/lost-case-choice";
import type { RunState } from "@/lib/core/runs/run-state";
import { ApiError, apiDelete, apiGet, apiSend, withQuery } from "./api-client";
import { readAnew } from "./read-anew";

export const runKeys = {
  all: ["runs"] as const,
  lists: () => [...runKeys.all, "list"] as const,
  one: (id: string) => [...runKeys.all, "one", id] as const,
  detail: (id: string) => [...runKeys.one(id), "detail"] as const,
  changes: (id: string) => [...runKeys.one(id), "changes"] as const,
  cases: (id: string) => [...runKeys.one(id), "cases"] as const,
  log: (id: string) => [...runKeys.one(id), "log"] as const,
  metrics: (id: string) => [...runKeys.one(id), "metrics"] as const,
  /** Filled by the event stream: seconds and log entries that came while the page was open. */
  liveSeconds: (id: string) => [...runKeys.one(id), "live-seconds"] as const,
  liveLog: (id: string) => [...runKeys.one(id), "live-log"] as const,
};

function runPath(id: string): string {
  return `/api/v1/runs/${encodeURIComponent(id)}`;
}

export interface RunFilters {
  readonly q?: string;
  readonly state?: readonly RunState[];
  readonly providerId?: readonly string[];
  readonly model?: readonly string[];
  readonly datasetId?: readonly string[];
  readonly preset?: readonly string[];
  /** Created within this span back from now. */
  readonly since?: string;
  /** Created at this time or later, and before that: ISO 8601. Not beside `since`. */
  readonly from?: string;
  readonly to?: string;
  /** Names of those who launched them. */
  readonly by?: readonly string[];
  readonly sort?: RunSort;
  /** Pinned runs first, then those that are going on. */
  readonly float?: "true" | "false";
  /** The runs of one matrix. */
  readonly group?: string;
}

/** Runs in the order asked for, page by page. It looks again every few seconds, so that live rows move. */
export function runListOptions(filters: RunFilters) {
  return infiniteQueryOptions({
    queryKey: [...runKeys.lists(), "pages", filters],
    queryFn: ({ pageParam, signal }) =>
      apiGet<typeof runPage>(withQuery("/api/v1/runs", { ...filters, limit: 50, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((r) => isActive(r.state))) ? 2000 : 10_000,
  });
}

/** The few newest runs, or the newest in some states. */
export function recentRunsOptions(filters: RunFilters & { readonly limit: number }) {
  return queryOptions({
    queryKey: [...runKeys.lists(), "recent", filters],
    queryFn: ({ signal }) => apiGet<typeof runPage>(withQuery("/api/v1/runs", { ...filters }), { signal }),
  });
}

/** Of a run at which the engine works; what waits for its turn is not among them. */
export const LIVE_STATES = ["running", "pausing", "cancelling"] as const satisfies readonly RunState[];

/** Runs that are going on now; looked up every 5 s for the chip of the top bar. */
export function activeRunsOptions() {
  return queryOptions({
    ...recentRunsOptions({ state: [...LIVE_STATES], limit: 100 }),
    refetchInterval: 5000,
  });
}

/** True while the engine works at the run. */
export function isActive(state: RunState): boolean {
  return state === "running" || state === "pausing" || state === "cancelling" || state === "queued";
}

export function runOptions(id: string) {
  return queryOptions({
    queryKey: runKeys.detail(id),
    queryFn: async ({ signal, client }) => {
      const before = writesOf(client, id);
      const run = await apiGet<typeof runResponse>(runPath(id), { signal });
      // The stream was faster: what it told is at least as new, and it goes on telling.
      return (writesOf(client, id) !== before && client.getQueryData<RunResponse>(runKeys.detail(id))) || run;
    },
  });
}

export function runChangesOptions(id: string) {
  return queryOptions({
    queryKey: runKeys.changes(id),
    queryFn: ({ signal }) => apiGet<typeof runConfigResponse>(`${runPath(id)}/changes`, { signal }),
  });
}

/** Starts a run. The key makes a double press one run. */
export function createRunMutation() {
  return mutationOptions({
    mutationFn: ({ body, idempotencyKey }: { body: CreateRunRequest; idempotencyKey: string }) =>
      apiSend<typeof runResponse>("POST", "/api/v1/runs", body, { idempotencyKey }),
    onSuccess: (run, _variables, _result, { client }) => rememberRun(client, run),
  });
}

/** Starts a matrix of runs, all or none. The key makes a double press one matrix. */
export function createRunGroupMutation() {
  return mutationOptions({
    mutationFn: ({ body, idempotencyKey }: { body: CreateRunGroupRequest; idempotencyKey: string }) =>
      apiSend<typeof runGroupResponse>("POST", "/api/v1/run-groups", body, { idempotencyKey }),
    onSuccess: ({ runs }, _variables, _result, { client }) => {
      for (const run of runs) rememberRun(client, run);
    },
  });
}

/** Starts the sample run against the built-in simulated provider. */
export function createSampleRunMutation() {
  return mutationOptions({
    mutationFn: ({ idempotencyKey }: { idempotencyKey: string }) =>
      apiSend<typeof runResponse>("POST", "/api/v1/sample-run", {}, { idempotencyKey }),
    onSuccess: (run, _variables, _result, { client }) => rememberRun(client, run),
  });
}

export function pauseRunMutation() {
  return mutationOptions({
    mutationFn: ({ id, holdRetries }: { id: string; holdRetries: boolean }, { client }) =>
      changeRun(client, id, () => apiSend<typeof runResponse>("POST", `${runPath(id)}/pause`, { holdRetries })),
  });
}

export function resumeRunMutation() {
  return mutationOptions({
    mutationFn: ({ id }: { id: string }, { client }) =>
      changeRun(client, id, () => apiSend<typeof runResponse>("POST", `${runPath(id)}/resume`, {})),
  });
}

export function cancelRunMutation() {
  return mutationOptions({
    mutationFn: ({ id }: { id: string }, { client }) =>
      changeRun(client, id, () => apiSend<typeof runResponse>("POST", `${runPath(id)}/cancel`, {})),
  });
}

/** Deletes a run that is over, for good. */
export function deleteRunMutation() {
  return mutationOptions({
    mutationFn: ({ id }: { id: string }) => apiDelete(runPath(id)),
    onSuccess: (_nothing, { id }, _result, { client }) => forgetRun(client, id),
  });
}

/** Throws a run away whose first cases were tried: stops it for good, then deletes it. */
export function discardRunMutation() {
  return mutationOptions({
    mutationFn: async ({ id }: { id: string }) => {
      try {
        await apiSend<typeof runResponse>("POST", `${runPath(id)}/cancel`, {});
        await apiDelete(runPath(id));
      } catch (error) {
        // What somebody else has deleted is what was asked for.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    },
    onSuccess: (_nothing, { id }, _result, { client }) => forgetRun(client, id),
  });
}

async function forgetRun(client: QueryClient, id: string): Promise<void> {
  listsAreStale(client);
  // Not fetched anew by the page that is about to leave it.
  await client.invalidateQueries({ queryKey: runKeys.one(id), refetchType: "none" });
}

/** Runs cases that are not scored again: all of them, or those with the given outcomes. */
export function requeueRunMutation() {
  return mutationOptions({
    mutationFn: async ({ id, ...choice }: { id: string } & LostCaseChoice, { client }) => {
      let requeued = 0;
      const run = await changeRun(client, id, async () => {
        const answer = await apiSend<typeof requeueRunResponse>("POST", `${runPath(id)}/requeue`, choice);
        requeued = answer.requeued;
        return answer.run;
      });
      return { requeued, run };
    },
    onSuccess: ({ run }, _variables, _result, { client }) =>
      client.invalidateQueries({ queryKey: runKeys.cases(run.id) }),
  });
}

type RunPages = InfiniteData<z.output<typeof runPage>, string | null>;

/** Keeps a run on top of the list, or lets it back: shown at once, and taken back where the server refuses. */
export function pinRunMutation() {
  const pages = { queryKey: [...runKeys.lists(), "pages"] };
  return mutationOptions({
    mutationFn: ({ id, pinned }: { id: string; pinned: boolean }) =>
      apiSend<typeof runPinResponse>(pinned ? "PUT" : "DELETE", `${runPath(id)}/pin`, {}),
    onMutate: async ({ id, pinned }, { client }) => {
      await client.cancelQueries(pages);
      client.setQueriesData<RunPages>(pages, (data) => data && withPin(data, id, pinned));
    },
    // What the server says is read anew, also where it refused.
    onSettled: (_pin, _error, _variables, _result, { client }) => client.invalidateQueries(pages),
  });
}

function withPin(data: RunPages, id: string, pinned: boolean): RunPages {
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((run) => (run.id === id ? { ...run, pinned } : run)),
    })),
  };
}

/** How many cases are lost, by how their last attempt ended. */
export function lostCasesOptions(id: string) {
  return queryOptions({
    queryKey: [...runKeys.one(id), "lost"],
    queryFn: async ({ signal }) => (await apiGet<typeof lostCasesResponse>(`${runPath(id)}/lost`, { signal })).items,
    // Cases are lost and requeued while the run goes on: each look is a new one.
    staleTime: 0,
    gcTime: 0,
  });
}

/** Changes the run's priority, its budget or when it pauses by itself. */
export function updateRunMutation() {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string; body: UpdateRunRequest }, { client }) =>
      changeRun(client, id, () => apiSend<typeof runResponse>("PATCH", runPath(id), body)),
  });
}

/** Changes the run's own limits; a stale revision is refused with 409 `stale-revision`. */
export function updateRunLimitsMutation() {
  return mutationOptions({
    mutationFn: ({ id, body }: { id: string; body: UpdateRunLimitsRequest }, { client }) =>
      changeRun(client, id, () => apiSend<typeof runResponse>("PATCH", `${runPath(id)}/limits`, body)),
    onSuccess: (run, _variables, _result, { client }) =>
      client.invalidateQueries({ queryKey: runKeys.changes(run.id) }),
  });
}

/**
 * Sends a change of a run and keeps the answer, unless the page heard of the run while it was under way: the stream can
 * tell of the end of a run before the answer says that it goes on, and nothing would come after to put that right.
 */
async function changeRun(client: QueryClient, id: string, send: () => Promise<RunResponse>): Promise<RunResponse> {
  const before = writesOf(client, id);
  const run = await send();
  if (writesOf(client, id) === before) client.setQueryData(runKeys.detail(id), run);
  else void readAnew(client, runKeys.detail(id));
  listsAreStale(client);
  return run;
}

/** How often what is known of a run was written, by its stream or by an answer. */
function writesOf(client: QueryClient, id: string): number {
  return client.getQueryState(runKeys.detail(id))?.dataUpdateCount ?? 0;
}

function rememberRun(client: QueryClient, run: RunResponse): void {
  client.setQueryData(runKeys.detail(run.id), run);
  listsAreStale(client);
}

function listsAreStale(client: QueryClient): void {
  client.invalidateQueries({ queryKey: runKeys.lists() }).catch(() => {
    // A list that cannot be read shows its own error.
  });
}
