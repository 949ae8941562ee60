"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { settingsOptions, updateSettingsMutation } from "@/lib/client/settings";
import {
  type AutoPauseDraft,
  DEFAULT_AUTO_PAUSE_DRAFT,
  draftOfAutoPause,
  readAutoPause,
} from "../limit-fields/auto-pause-draft";
import { AutoPauseInputs } from "../limit-fields/auto-pause-inputs";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

/** When new runs pause by themselves, unless their launch says otherwise. */
export function AutoPauseSetting() {
  const settings = useQuery(settingsOptions());
  return (
    <div className="px-4 py-3">
      <h3 className="font-medium text-sm">When new runs pause by themselves</h3>
      <p className="mb-3 text-muted text-xs">A launch may say otherwise. Runs that were launched keep their rules.</p>
      {settings.data !== undefined ? (
        <RulesForm
          // Saved elsewhere meanwhile: the fields show it.
          key={JSON.stringify(settings.data.autoPause)}
          stored={draftOfAutoPause(settings.data.autoPause)}
        />
      ) : settings.isError ? (
        <ErrorBand
          message={`The rules could not be loaded: ${errorMessage(settings.error)}`}
          busy={settings.isFetching}
          onRetry={() => void settings.refetch()}
        />
      ) : (
        <div className="flex flex-col gap-3" aria-busy>
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
          <Skeleton className="h-12 w-full" />
        </div>
      )}
    </div>
  );
}

function RulesForm({ stored }: { stored: AutoPauseDraft }) {
  const [draft, setDraft] = useState(stored);
  const save = useMutation(updateSettingsMutation());
  const { rules, problems } = readAutoPause(draft);
  const changed = JSON.stringify(draft) !== JSON.stringify(stored);
  const shipped = JSON.stringify(draft) === JSON.stringify(DEFAULT_AUTO_PAUSE_DRAFT);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rules === null || save.isPending) return;
    save.mutate({ autoPause: rules }, { onSuccess: () => toast("Saved. New runs start with these rules.") });
  };
  return (
    <form onSubmit={submit}>
      <AutoPauseInputs
        idPrefix="settings"
        draft={draft}
        problems={problems}
        onChange={(change) => setDraft({ ...draft, ...change })}
        onLeave={() => {}}
      />
      {save.isError && <ErrorBand className="mt-3" message={`Not saved: ${errorMessage(save.error)}`} />}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={save.isPending} disabled={!changed || rules === null}>
          Save
        </Button>
        {changed && <Button onClick={() => setDraft(stored)}>Discard</Button>}
        {!shipped && (
          <Button variant="ghost" onClick={() => setDraft(DEFAULT_AUTO_PAUSE_DRAFT)}>
            As shipped
          </Button>
        )}
      </div>
    </form>
  );
}
