"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { errorMessage, isGone } from "@/lib/client/api-client";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import { providerOptions, updateProviderMutation } from "@/lib/client/providers";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { useCrumb } from "../layout/crumb";
import { NotThere } from "../layout/not-there";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { ErrorBand } from "../ui/error-band";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { DeleteProvider } from "./delete-provider";
import { ProviderForm, showRefusal, useProviderForm } from "./provider-form";
import { ProviderTest } from "./provider-test";
import { type ProviderValues, readProviderChange, valuesOfProvider } from "./provider-values";

/** One provider: change it, test it, remove it. */
export function ProviderPage({ id }: { id: string }) {
  const { data: provider, error, refetch, isFetching } = useQuery(providerOptions(id));
  useCrumb(provider?.name);
  if (isGone(error)) {
    return <NotThere what="provider" id={id} back={{ href: "/providers", label: "All providers" }} />;
  }
  if (provider !== undefined) return <LoadedProvider key={provider.id} provider={provider} />;
  if (error !== null) {
    return (
      <ErrorBand
        message={`The provider could not be loaded: ${errorMessage(error)}`}
        busy={isFetching}
        onRetry={() => {
          refetch().catch(() => {
            // The query holds its own error.
          });
        }}
      />
    );
  }
  return <ProviderSkeleton />;
}

function LoadedProvider({ provider }: { provider: ProviderResponse }) {
  const form = useProviderForm(valuesOfProvider(provider), (values) => readProviderChange(values, provider));
  const update = useMutation(updateProviderMutation());
  const [deleting, setDeleting] = useState(false);
  const submit = (values: ProviderValues) => {
    const read = readProviderChange(values, provider);
    if ("problems" in read) return;
    update.mutate(
      { id: provider.id, body: read.body },
      {
        onSuccess: (saved) => {
          form.reset(valuesOfProvider(saved));
          toast.success(`${saved.name} is saved`);
        },
        onError: (error) => showRefusal(form, error),
      },
    );
  };
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {provider.name} <Badge tone="outline">{KIND_LABEL[provider.kind]}</Badge>
          </span>
        }
        description={
          <>
            Its limits are on the{" "}
            <Link href="/limits" className="text-accent underline underline-offset-2">
              Limits page
            </Link>
            .
          </>
        }
        actions={
          <>
            <Button asChild>
              <Link href={`/runs/new?provider=${encodeURIComponent(provider.id)}`}>New run</Link>
            </Button>
            <Button onClick={() => setDeleting(true)}>Delete…</Button>
          </>
        }
      />
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,48rem)_minmax(18rem,24rem)]">
        <ProviderForm form={form} stored={provider} onSubmit={form.handleSubmit(submit)} error={update.error}>
          <Button type="submit" variant="primary" busy={update.isPending}>
            Save changes
          </Button>
          <Button asChild variant="ghost">
            <Link href="/providers">Back to providers</Link>
          </Button>
        </ProviderForm>
        <Card aria-labelledby="provider-test-title" className="max-w-3xl xl:sticky xl:top-15">
          <CardHeader
            id="provider-test-title"
            title="Test"
            description="Sends one small request, within the limits, to see whether key, URL and model work."
          />
          <ProviderTest provider={provider} unsaved={form.formState.isDirty} />
        </Card>
      </div>
      <DeleteProvider provider={provider} open={deleting} onOpenChange={setDeleting} />
    </>
  );
}

function ProviderSkeleton() {
  return (
    <div aria-busy>
      <span className="sr-only">Loading the provider</span>
      <Skeleton className="mb-2 h-6 w-48" />
      <Skeleton className="mb-5 w-72" />
      <Skeleton className="h-72 max-w-3xl rounded-lg" />
    </div>
  );
}
