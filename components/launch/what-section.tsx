"use client";

import Link from "next/link";
import { useId } from "react";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import { formatExact, formatPlural, formatTokens } from "@/lib/format";
import { Card, CardHeader } from "../ui/card";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { NumberInput, TextInput } from "../ui/text-input";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { sampleKind } from "./launch-draft";
import { MoreModels } from "./models-fields";

/** Over which cases, and against which model. */
export function WhatSection({ form, onAddDataset }: { form: LaunchFormApi; onAddDataset: () => void }) {
  return (
    <Card>
      <CardHeader title="Dataset and model" />
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
        <DatasetField form={form} onAdd={onAddDataset} />
        <div className="flex flex-col gap-3">
          <SampleField form={form} />
          <RepeatsField form={form} />
        </div>
        <ProviderField form={form} />
        <ModelField form={form} />
        <MoreModels form={form} />
        <ParamFields form={form} />
      </div>
    </Card>
  );
}

function DatasetField({ form, onAdd }: { form: LaunchFormApi; onAdd: () => void }) {
  const { datasets, context } = form.data;
  return (
    <Field
      id={launchFieldId("dataset")}
      label="Dataset"
      error={form.problem("dataset")}
      hint={datasetHint(form)}
      notices={
        form.data.gone.dataset ? (
          <Notice level="warn">
            The dataset that this form was filled with is not there any more. Choose another.
          </Notice>
        ) : (
          form.notices("dataset")
        )
      }
      aside={
        <button type="button" className="text-accent hover:underline" onClick={onAdd}>
          Paste or upload
        </button>
      }
    >
      <Select
        value={context.dataset?.id ?? ""}
        onValueChange={(dataset) => form.patch({ dataset })}
        options={(datasets.data ?? []).map((each) => ({
          value: each.id,
          label: each.name,
          hint: `${formatExact(each.caseCount)} cases`,
        }))}
        placeholder={
          datasets.isError ? "Datasets could not be loaded" : datasets.data?.length === 0 ? "No dataset yet" : "Choose…"
        }
      />
    </Field>
  );
}

/** Its size, and what a case comes to. */
function datasetHint({ data, draft }: LaunchFormApi): string | undefined {
  const { dataset, measured } = data.context;
  // Its place while it is looked up, so that nothing jumps.
  if (dataset === undefined) return draft.dataset !== null && data.datasets.isPending ? "\u00a0" : undefined;
  const tokens = `≈ ${formatTokens(Math.ceil(dataset.meanCharacters / 4))} tokens a case`;
  const odd = measured?.assumes.odd;
  const none = odd !== undefined && odd.duplicates + odd.empty + odd.tooLong === 0 ? ", no duplicates" : "";
  return `${formatPlural(dataset.caseCount, "case")}, ${tokens}${none}`;
}

function SampleField({ form }: { form: LaunchFormApi }) {
  const kind = sampleKind(form.draft);
  const count = form.data.context.dataset?.caseCount;
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium text-xs leading-4">Cases</span>
      <div className="flex min-h-8 flex-wrap items-start gap-2">
        <div className="flex h-8 items-center">
          <Segmented
            label="Cases"
            value={kind}
            onValueChange={(next) =>
              form.patch({
                sample: next,
                n: next === "all" ? null : (form.draft.n ?? "100"),
                seed: next === "random" ? (form.draft.seed ?? "1") : null,
              })
            }
            options={[
              { value: "all", label: count === undefined ? "All" : `All ${formatExact(count)}` },
              { value: "first", label: "First" },
              { value: "random", label: "Random" },
            ]}
          />
        </div>
        {kind !== "all" && (
          <Field id={launchFieldId("n")} label="How many" hideLabel error={form.problem("n")} className="w-24">
            <NumberInput
              value={form.draft.n ?? ""}
              onChange={(event) => form.patch({ n: event.target.value })}
              onBlur={() => form.leave("n")}
            />
          </Field>
        )}
        {kind === "random" && (
          <Field id={launchFieldId("seed")} label="Seed" hideLabel error={form.problem("seed")} className="w-28">
            <NumberInput
              unit="seed"
              value={form.draft.seed ?? "1"}
              onChange={(event) => form.patch({ seed: event.target.value })}
              onBlur={() => form.leave("seed")}
            />
          </Field>
        )}
      </div>
      {kind === "random" && <p className="text-muted text-xs">The same seed draws the same cases.</p>}
    </div>
  );
}

function RepeatsField({ form }: { form: LaunchFormApi }) {
  return (
    <Field
      id={launchFieldId("repeats")}
      label="Repeats"
      hint="How often each case is asked: answers vary"
      error={form.problem("repeats")}
    >
      <NumberInput
        className="w-24"
        value={form.draft.repeats ?? "1"}
        onChange={(event) => form.patch({ repeats: event.target.value || null })}
        onBlur={() => form.leave("repeats")}
      />
    </Field>
  );
}

function ProviderField({ form }: { form: LaunchFormApi }) {
  const { providers, context } = form.data;
  return (
    <Field
      id={launchFieldId("provider")}
      label="Provider"
      error={form.problem("provider")}
      notices={
        form.data.gone.provider ? (
          <Notice level="warn">
            The provider that this form was filled with is not there any more. Choose another.
          </Notice>
        ) : (
          form.notices("provider")
        )
      }
      aside={
        <Link href="/providers/new" className="text-accent hover:underline">
          Add
        </Link>
      }
    >
      <Select
        value={context.provider?.id ?? ""}
        // Another provider has other models: its first one is the next guess.
        onValueChange={(provider) => form.patch({ provider, model: null })}
        options={(providers.data ?? []).map((each) => ({
          value: each.id,
          label: each.name,
          hint: KIND_LABEL[each.kind],
        }))}
        placeholder={
          providers.isError
            ? "Providers could not be loaded"
            : providers.data?.length === 0
              ? "No provider yet"
              : "Choose…"
        }
      />
    </Field>
  );
}

function ModelField({ form }: { form: LaunchFormApi }) {
  const suggestions = useId();
  const { provider, model } = form.data.context;
  return (
    <Field id={launchFieldId("model")} label="Model" error={form.problem("model")} notices={form.notices("model")}>
      <TextInput
        value={model}
        list={suggestions}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        placeholder="Name a model"
        onChange={(event) => form.patch({ model: event.target.value })}
        onBlur={() => form.leave("model")}
      />
      <datalist id={suggestions}>
        {provider?.models.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}

/** What is left empty is left to the provider. */
function ParamFields({ form }: { form: LaunchFormApi }) {
  const extra = Object.entries(form.draft.extraParams).filter(([, value]) => value !== undefined);
  return (
    <>
      <Field
        id={launchFieldId("temperature")}
        label="Temperature"
        optional
        hint="0 to 2; empty: the provider's own"
        error={form.problem("temperature")}
      >
        <NumberInput
          value={form.draft.temperature ?? ""}
          onChange={(event) => form.patch({ temperature: event.target.value || null })}
          onBlur={() => form.leave("temperature")}
        />
      </Field>
      <Field id={launchFieldId("maxTokens")} label="Output tokens, at most" optional error={form.problem("maxTokens")}>
        <NumberInput
          value={form.draft.maxTokens ?? ""}
          onChange={(event) => form.patch({ maxTokens: event.target.value || null })}
          onBlur={() => form.leave("maxTokens")}
        />
      </Field>
      {extra.length > 0 && (
        <Notice
          level="info"
          className="sm:col-span-2"
          fixes={[{ label: "Leave them out", onApply: () => form.patchTexts({ extraParams: {} }) }]}
        >
          Taken over from the earlier run: {extra.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ")}
          .
        </Notice>
      )}
    </>
  );
}
