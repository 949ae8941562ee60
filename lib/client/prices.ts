import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { PutPricesRequest, priceTableResponse } from "@/lib/contracts/prices";
import { apiGet, apiSend } from "./api-client";

export const priceKeys = { all: ["prices"] as const };

/** The price table with its history. */
export function pricesOptions() {
  return queryOptions({
    queryKey: priceKeys.all,
    queryFn: ({ signal }) => apiGet<typeof priceTableResponse>("/api/v1/prices", { signal }),
  });
}

/** Puts a whole table in force. */
export function putPricesMutation() {
  return mutationOptions({
    mutationFn: (body: PutPricesRequest) => apiSend<typeof priceTableResponse>("PUT", "/api/v1/prices", body),
    onSuccess: async (table, _variables, _result, { client }) => {
      client.setQueryData(priceKeys.all, table);
      // Launches are reckoned with it.
      await client.invalidateQueries({ queryKey: ["forecast"] });
    },
    // Somebody else may have been faster: what is shown has to be theirs.
    onError: async (_error, _variables, _result, { client }) => {
      await client.invalidateQueries({ queryKey: priceKeys.all });
    },
  });
}
