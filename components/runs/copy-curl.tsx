"use client";

import { useQuery } from "@tanstack/react-query";
import { Terminal } from "lucide-react";
import { providerOptions } from "@/lib/client/providers";
import type { ProviderResponse } from "@/lib/contracts/providers";
import type { CaseDetailResponse } from "@/lib/contracts/run-cases";
import type { RunResponse } from "@/lib/contracts/runs";
import { curlCommand } from "@/lib/core/requests/curl-command";
import { Button } from "../ui/button";
import { copyText } from "../ui/copy-text";
import { toast } from "../ui/toast";
import { Tooltip } from "../ui/tooltip";

/** Copies the request of a case as a command, with the key as a variable. */
export function CopyCurl({ run, item }: { run: RunResponse; item: CaseDetailResponse }) {
  const provider = useQuery(providerOptions(run.target.providerId));
  const command = provider.data === undefined ? null : commandOf(run, item, provider.data);
  const why = command === null ? whyNot(provider, item) : "The key stands in it as a variable of your shell";
  const copy = () => {
    if (command === null) return;
    copyText(command, () => toast.success("cURL command copied."), "Copy the prompt from this page by hand.");
  };
  return (
    <Tooltip text={why}>
      <Button size="sm" aria-disabled={command === null || undefined} onClick={copy}>
        <Terminal aria-hidden />
        Copy as cURL
      </Button>
    </Tooltip>
  );
}

function commandOf(run: RunResponse, item: CaseDetailResponse, provider: ProviderResponse): string | null {
  if (item.messages.length === 0) return null;
  const { kind, baseUrl, hasApiKey, simulated } = provider;
  const { model, params } = run.target;
  return curlCommand({
    kind,
    baseUrl,
    hasApiKey,
    dialect: simulated?.dialect ?? null,
    model,
    params,
    messages: item.messages,
  });
}

function whyNot(provider: { isError: boolean; isPending: boolean }, item: CaseDetailResponse): string {
  if (provider.isError) return "Its provider is gone";
  if (provider.isPending) return "Its provider is being looked up";
  if (item.messages.length === 0) return "Its prompt could not be rendered, so nothing was sent";
  return "The built-in simulated provider has no address to send to";
}
