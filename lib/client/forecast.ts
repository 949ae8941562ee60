import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { forecastResponse } from "@/lib/contracts/forecast";
import type { CreateRunRequest } from "@/lib/contracts/run-launch";
import { apiSend } from "./api-client";

const forecastKey = ["forecast"] as const;

/** Calls were made: what forecasts rest on is looked up anew. */
export function forgetForecasts(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: forecastKey });
}

/**
 * The forecast of a launch. Give it a debounced body; null while the form is not complete enough to ask.
 * The last forecast stays in view while the next is on its way.
 */
export function forecastOptions(body: CreateRunRequest | null) {
  return queryOptions({
    queryKey: [...forecastKey, body],
    queryFn: ({ signal }) => apiSend<typeof forecastResponse>("POST", "/api/v1/forecast", body, { signal }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    retry: false,
  });
}
