"use client";

import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { useCrumb } from "../layout/crumb";
import { SavePresetDialog } from "../limit-fields/save-preset-dialog";
import { ErrorBand } from "../ui/error-band";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { AddDatasetDialog } from "./add-dataset-dialog";
import { ControlSection } from "./control-section";
import { EvaluatorsSection } from "./evaluators-section";
import { ForecastPanel } from "./forecast-panel";
import { NO_OWN_LIMITS, promptsOf } from "./launch-draft";
import { LimitsSection } from "./limits-section";
import { NoProvider } from "./no-provider";
import { PromptSection } from "./prompt-section";
import { StartCard } from "./start-card";
import { TriedCard } from "./tried-card";
import { useLaunchForm } from "./use-launch-form";
import { WhatSection } from "./what-section";

/** The launch form: what to run, how fast, and what will come of it. The address is the draft. */
export function LaunchForm() {
  useCrumb("New run");
  const launch = useLaunchForm();
  const { form, read, settled, start, tried } = launch;
  const [saving, setSaving] = useState(false);
  const [adding, setAdding] = useState(false);
  const { context, providers } = form.data;
  const noProvider = providers.data?.length === 0;
  const limits = read.ownLimits ?? context.presetLimits ?? context.pool?.limits ?? null;
  const runs = (1 + context.more.length) * promptsOf(form.draft).length;
  return (
    <>
      <PageHeader title="New run" description="The address holds this form: a link to it is a draft." />
      <Remarks launch={launch} />
      {noProvider && <NoProvider />}
      {tried.length > 0 && (
        <div className="mb-4 flex flex-col gap-4">
          {tried.map((runId) => (
            <TriedCard key={runId} runId={runId} form={form} request={read.request} onGone={launch.dropTried} />
          ))}
        </div>
      )}
      <form
        noValidate
        onSubmit={launch.submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
        }}
      >
        <fieldset
          disabled={noProvider}
          className="grid min-w-0 grid-cols-1 items-start gap-4 disabled:opacity-60 xl:grid-cols-[minmax(0,1fr)_24rem]"
        >
          <div className="flex min-w-0 flex-col gap-4">
            <WhatSection form={form} onAddDataset={() => setAdding(true)} />
            <PromptSection form={form} />
            <EvaluatorsSection form={form} />
            <LimitsSection form={form} onSave={() => setSaving(true)} />
            <ControlSection form={form} />
          </div>
          <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-16">
            <ForecastPanel form={form} settled={settled} />
            <StartCard
              form={form}
              runs={runs}
              error={start.error}
              told={launch.told}
              busy={start.busy}
              onTry={() => launch.launch(true)}
            />
          </div>
        </fieldset>
      </form>
      <AddDatasetDialog
        open={adding}
        onOpenChange={setAdding}
        onAdded={(dataset) => {
          setAdding(false);
          form.patch({ dataset });
        }}
      />
      {limits !== null && (
        <SavePresetDialog
          limits={limits}
          from={form.draft.preset}
          open={saving}
          onOpenChange={setSaving}
          onSaved={(preset) => {
            setSaving(false);
            form.patch({ ...NO_OWN_LIMITS, preset });
          }}
        />
      )}
    </>
  );
}

/** What the address named and is not there, and what this browser does not keep. */
function Remarks({ launch }: { launch: ReturnType<typeof useLaunchForm> }) {
  const { copyError, unknown, kept, elsewhere } = launch;
  if (copyError === null && unknown.length === 0 && kept && !elsewhere) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {copyError !== null && <ErrorBand message={`The run to copy could not be read. ${errorMessage(copyError)}`} />}
      {unknown.length > 0 && (
        <Notice level="info">
          The link has values that this form does not know; they were left out: {unknown.join(", ")}.
        </Notice>
      )}
      {elsewhere && (
        <Notice level="info">
          The prompts and evaluators of this draft are not in this browser: they stay where they were typed.
        </Notice>
      )}
      {!kept && (
        <Notice level="info">
          This browser stores nothing for this page: prompts and evaluators are lost on a reload.
        </Notice>
      )}
    </div>
  );
}
