import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-client";

/** A read is tried again where a second try can help: no answer, or a fault of the server. */
export function shouldRetryRead(failures: number, error: Error): boolean {
  if (!(error instanceof ApiError)) return false;
  const mayPass = error.status === 0 || error.status >= 500 || error.status === 429;
  return mayPass && failures < 2;
}

/** The cache of one page load. Mutations are never repeated on their own. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        gcTime: 5 * 60_000,
        retry: shouldRetryRead,
        // The server is on this machine or our own: a lost uplink does not make it unreachable.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
