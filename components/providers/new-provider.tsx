"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { presetListOptions } from "@/lib/client/presets";
import { createProviderMutation } from "@/lib/client/providers";
import { STARTER_PRESET_OF_KIND } from "@/lib/core/limits/starter-limits";
import { useCrumb } from "../layout/crumb";
import { Button } from "../ui/button";
import { PageHeader } from "../ui/page-header";
import { ProviderForm, showRefusal, useProviderForm } from "./provider-form";
import { newProviderValues, type ProviderValues, readNewProvider } from "./provider-values";

/** Connects a provider, then goes to its page, where it can be tested. */
export function NewProvider() {
  useCrumb("New provider");
  const router = useRouter();
  const form = useProviderForm(newProviderValues("openai"), readNewProvider);
  const { data: presets = [] } = useQuery(presetListOptions());
  const create = useMutation(createProviderMutation());
  const submit = (values: ProviderValues) => {
    const starter = presets.find((preset) => preset.slug === STARTER_PRESET_OF_KIND[values.kind])?.latest.ref ?? "";
    const read = readNewProvider({ ...values, preset: values.preset === "" ? starter : values.preset });
    if ("problems" in read) return;
    create.mutate(read.body, {
      onSuccess: (provider) => router.push(`/providers/${encodeURIComponent(provider.id)}`),
      onError: (error) => showRefusal(form, error),
    });
  };
  return (
    <>
      <PageHeader
        title="New provider"
        description="A connection to an LLM API. Keys stay on this server, encrypted, and are never shown again."
      />
      <ProviderForm form={form} onSubmit={form.handleSubmit(submit)} error={create.error}>
        <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
          Add provider
        </Button>
        <Button asChild variant="ghost">
          <Link href="/providers">Cancel</Link>
        </Button>
      </ProviderForm>
    </>
  );
}
