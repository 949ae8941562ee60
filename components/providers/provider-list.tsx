"use client";

import { useQuery } from "@tanstack/react-query";
import { Plug, Plus } from "lucide-react";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import { providerListOptions } from "@/lib/client/providers";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { useRowKeys } from "../ui/use-row-keys";
import { ProviderRow } from "./provider-row";

/** Every provider of the workspace. */
export function ProviderList() {
  const rows = useRowKeys<HTMLUListElement>();
  const { data: providers, error, refetch, isFetching } = useQuery(providerListOptions());
  const add = (
    <Button asChild variant="primary">
      <Link href="/providers/new">
        <Plus aria-hidden />
        Add provider
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Providers"
        description="Connections to LLM APIs. Keys stay on this server, encrypted."
        actions={
          <>
            <Button asChild>
              <Link href="/prices">Prices</Link>
            </Button>
            {providers !== undefined && providers.length > 0 && add}
          </>
        }
      />
      {error !== null && (
        <ErrorBand
          className="mb-3"
          message={`Providers could not be loaded: ${errorMessage(error)}`}
          busy={isFetching}
          onRetry={() => {
            refetch().catch(() => {
              // The query holds its own error.
            });
          }}
        />
      )}
      {providers === undefined ? (
        error === null && <ListSkeleton />
      ) : providers.length === 0 ? (
        <EmptyState icon={<Plug aria-hidden />} title="No provider yet" action={add}>
          Add a key for OpenAI, Anthropic or Google, the address of any server that speaks OpenAI's API, or a simulated
          provider to rehearse limits without a key.
        </EmptyState>
      ) : (
        <ul ref={rows} className="divide-y divide-line rounded-lg border" aria-label="Providers">
          {providers.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
    </>
  );
}

function ListSkeleton() {
  return (
    <div className="divide-y divide-line rounded-lg border" aria-busy>
      <span className="sr-only">Loading providers</span>
      {["a", "b", "c"].map((key) => (
        <div key={key} className="flex h-[61px] items-center gap-6 px-4">
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-40" />
            <Skeleton className="h-3 w-56" />
          </div>
          <Skeleton className="hidden h-3 w-24 md:block" />
          <Skeleton className="hidden h-3 w-40 md:block" />
          <Skeleton className="h-7 w-24 rounded-md" />
        </div>
      ))}
    </div>
  );
}
