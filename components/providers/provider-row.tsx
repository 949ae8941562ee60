"use client";

import { useMutation } from "@tanstack/react-query";
import { Ellipsis, KeyRound } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import { testProviderMutation } from "@/lib/client/providers";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { DropdownMenu, MenuItem, MenuSeparator } from "../ui/dropdown-menu";
import { DeleteProvider } from "./delete-provider";
import { KIND_TEXT } from "./provider-kinds";
import { TestResult } from "./test-result";

/** One provider of the list, with its test beside it. */
export function ProviderRow({ provider }: { provider: ProviderResponse }) {
  const test = useMutation(testProviderMutation());
  const [deleting, setDeleting] = useState(false);
  const path = `/providers/${encodeURIComponent(provider.id)}`;
  const text = KIND_TEXT[provider.kind];
  return (
    <li className="px-4 py-2.5">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,5fr)_auto]">
        <div className="min-w-0">
          <div className="flex items-center gap-2">
            <Link href={path} data-row-link className="truncate font-medium text-sm hover:underline">
              {provider.name}
            </Link>
            <Badge tone="outline">{KIND_LABEL[provider.kind]}</Badge>
          </div>
          <p className="truncate text-muted text-xs">
            {provider.kind === "simulated" ? "Built in, no connection" : (provider.baseUrl ?? text.defaultUrl)}
          </p>
        </div>
        <p className="hidden items-center gap-1.5 text-muted text-xs md:flex">
          <KeyText provider={provider} />
        </p>
        <p className="col-span-2 row-start-2 min-w-0 truncate text-muted text-xs md:col-span-1 md:row-start-auto">
          {modelsText(provider.models)}
        </p>
        <div className="flex items-center gap-1">
          <Button
            size="sm"
            busy={test.isPending}
            aria-label={`Test ${provider.name}`}
            onClick={() => test.mutate({ id: provider.id })}
          >
            Test
          </Button>
          <DropdownMenu
            trigger={
              <Button size="sm" variant="ghost" className="w-7 px-0" aria-label={`More for ${provider.name}`}>
                <Ellipsis aria-hidden />
              </Button>
            }
          >
            <MenuItem asChild>
              <Link href={path}>Edit</Link>
            </MenuItem>
            <MenuItem asChild>
              <Link href={`/runs/new?provider=${encodeURIComponent(provider.id)}`}>New run</Link>
            </MenuItem>
            <MenuItem asChild>
              <Link href="/limits">Limits</Link>
            </MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setDeleting(true)}>
              Delete…
            </MenuItem>
          </DropdownMenu>
        </div>
      </div>
      {(test.data !== undefined || test.error !== null) && (
        <div className="mt-2">
          <TestResult result={test.data} error={test.error} provider={provider} />
        </div>
      )}
      <DeleteProvider provider={provider} open={deleting} onOpenChange={setDeleting} />
    </li>
  );
}

function KeyText({ provider }: { provider: ProviderResponse }) {
  if (provider.kind === "simulated") return <>Needs no key</>;
  if (!provider.hasApiKey) return <>No key</>;
  return (
    <>
      <KeyRound aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">Key ends in</span>
      <span className="font-mono">••••{provider.apiKeyLast4}</span>
    </>
  );
}

function modelsText(models: readonly string[]): string {
  return models.length === 0 ? "Any model" : models.join(", ");
}
