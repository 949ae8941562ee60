"use client";

import { useMutation } from "@tanstack/react-query";
import { SlidersHorizontal } from "lucide-react";
import { errorMessage } from "@/lib/client/api-client";
import { createPresetMutation } from "@/lib/client/presets";
import { STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import { limitsSentence } from "../limit-fields/limit-rows";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

/** What a preset is, and three to begin with. */
export function PresetStarters() {
  const create = useMutation(createPresetMutation());
  return (
    <EmptyState icon={<SlidersHorizontal aria-hidden />} title="No preset yet">
      <p>
        A preset names limits, so that a team sets them once and every run says which version it used. Begin with one of
        these, or make your own.
      </p>
      <ul className="mt-4 grid gap-2 text-left text-fg sm:grid-cols-3">
        {STARTER_PRESETS.map(({ slug, name, limits }) => (
          <li key={slug} className="flex flex-col items-start gap-1 rounded-md border p-3">
            <span className="font-medium">{name}</span>
            <span className="flex-1 text-muted text-xs">{limitsSentence(limits)}</span>
            <Button size="sm" busy={create.isPending} onClick={() => create.mutate({ name, limits })}>
              Add {name}
            </Button>
          </li>
        ))}
      </ul>
      {create.error !== null && (
        <p role="alert" className="mt-2 text-danger">
          {errorMessage(create.error)}
        </p>
      )}
    </EmptyState>
  );
}
