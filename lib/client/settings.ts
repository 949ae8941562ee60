import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { settingsResponse, UpdateSettingsRequest } from "@/lib/contracts/settings";
import { apiGet, apiSend } from "./api-client";

const settingsKey = ["settings"] as const;

/** What holds for everybody in the workspace. */
export function settingsOptions() {
  return queryOptions({
    queryKey: settingsKey,
    queryFn: ({ signal }) => apiGet<typeof settingsResponse>("/api/v1/settings", { signal }),
  });
}

export function updateSettingsMutation() {
  return mutationOptions({
    mutationFn: (body: UpdateSettingsRequest) => apiSend<typeof settingsResponse>("PATCH", "/api/v1/settings", body),
    onSuccess: (settings, _variables, _result, { client }) => client.setQueryData(settingsKey, settings),
  });
}
