import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Reads anew what is shown under `queryKey`, also where its very first read is still under way: TanStack Query lets a
 * first read finish and takes its answer as fresh, though the server may have read before what we were just told of.
 */
export async function readAnew(client: QueryClient, queryKey: QueryKey): Promise<void> {
  await client.cancelQueries({ queryKey });
  await client.invalidateQueries({ queryKey });
}
