"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import { testProviderMutation } from "@/lib/client/providers";
import type { PoolResponse, TestProviderResponse } from "@/lib/contracts/providers";
import { formatDuration } from "@/lib/format";
import { Notice } from "../ui/notice";

/** The test of a pool's provider, with the pool's model where it names one. */
export function useKeyTest(pool: PoolResponse) {
  const test = useMutation(testProviderMutation());
  const model = pool.model.includes("*") ? {} : { model: pool.model };
  return {
    result: test.data,
    error: test.error,
    isPending: test.isPending,
    start: () => {
      if (!test.isPending) test.mutate({ id: pool.providerId, ...model });
    },
  };
}

/** What the test showed, at its place; it is read out when it arrives. */
export function KeyTest({
  test: { result, error },
  providerId,
}: {
  test: Pick<ReturnType<typeof useKeyTest>, "result" | "error">;
  providerId: string;
}) {
  return (
    <div role="status">
      {error !== null ? (
        <Notice level="block" className="mt-3">
          {errorMessage(error)} <ProviderLink id={providerId} />
        </Notice>
      ) : (
        result !== undefined && (
          <Notice level={result.fault === null ? "info" : result.ok ? "warn" : "block"} className="mt-3">
            {result.message} <span className="text-muted tabular-nums">{facts(result)}</span>
            {!result.ok && <ProviderLink id={providerId} />}
          </Notice>
        )
      )}
    </div>
  );
}

/** There key, URL and models are mended. */
function ProviderLink({ id }: { id: string }) {
  return (
    <Link href={`/providers/${encodeURIComponent(id)}`} className="ml-1.5 font-medium text-accent hover:underline">
      Open the provider
    </Link>
  );
}

function facts({ model, status, latencyMs }: TestProviderResponse): string {
  const told = [
    model,
    status === null ? null : `status ${status}`,
    latencyMs === null ? null : formatDuration(latencyMs),
  ];
  return told.filter((fact) => fact !== null).join(" · ");
}
