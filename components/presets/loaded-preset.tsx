"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { presetListOptions, presetOptions } from "@/lib/client/presets";
import type { PresetDetailResponse } from "@/lib/contracts/presets";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";

/** A page about one preset: while it loads, where it cannot be had, and what is made of it. */
export function LoadedPreset({
  slug,
  children,
}: {
  slug: string;
  children: (preset: PresetDetailResponse) => ReactNode;
}) {
  const { data: preset, error, refetch, isFetching } = useQuery(presetOptions(slug));
  const gone = error instanceof ApiError && error.code === "not-found";
  if (gone) return <PresetNotFound slug={slug} />;
  if (preset !== undefined) return children(preset);
  if (error === null) return <PresetSkeleton />;
  return (
    <ErrorBand
      message={`The preset could not be loaded: ${errorMessage(error)}`}
      busy={isFetching}
      onRetry={() => {
        refetch().catch(() => {
          // The query holds its own error.
        });
      }}
    />
  );
}

function PresetNotFound({ slug }: { slug: string }) {
  const { data: presets = [] } = useQuery(presetListOptions());
  return (
    <EmptyState
      level={1}
      title="There is no such preset"
      action={
        <Button asChild>
          <Link href="/presets">All presets</Link>
        </Button>
      }
    >
      <p>
        No preset has the slug <span className="break-all font-mono text-xs">{slug}</span>. Presets are archived, never
        deleted: the link is mistyped, or of another workspace.
      </p>
      {presets.length > 0 && (
        <ul className="mt-3 flex flex-col text-left">
          {presets.slice(0, 5).map((preset) => (
            <li key={preset.slug} className="flex min-h-8 items-center gap-3 border-t">
              <Link
                href={`/presets/${preset.slug}`}
                className="min-w-0 flex-1 truncate font-medium text-fg hover:underline"
              >
                {preset.name}
              </Link>
              <code className="font-mono text-xs">{preset.latest.ref}</code>
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}

function PresetSkeleton() {
  return (
    <div aria-busy>
      <span className="sr-only">Loading the preset</span>
      <Skeleton className="mb-2 h-6 w-48" />
      <Skeleton className="mb-5 w-72" />
      <div className="grid gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <Skeleton className="h-40 rounded-lg" />
        <Skeleton className="h-72 rounded-lg" />
      </div>
    </div>
  );
}
