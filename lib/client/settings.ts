import { mutationOptions, queryOptions } from "@tanstack/react-query";
import { settingsResponse, type UpdateSettingsRequest } from "@/lib/contracts/settings";
import { apiGet, apiSend } from "./api-client";

const settingsKey = ["settings"] as const;

/** What holds for everybody in the workspace. */
export function settingsOptions() {
  return queryOptions({
    queryKey: settingsKey,
    queryFn: ({ signal }) => apiGet("/api/v1/settings", settingsResponse, { signal }),
  });
}

export function updateSettingsMutation() {
  return mutationOptions({
    mutationFn: (body: UpdateSettingsRequest) => apiSend("PATCH", "/api/v1/settings", body, settingsResponse),
    onSuccess: (settings, _variables, _result, { client }) => client.setQueryData(settingsKey, settings),
  });
}
