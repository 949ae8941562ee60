"use client";

import { useQuery } from "@tanstack/react-query";
import { type BaseSyntheticEvent, useEffect } from "react";
import { type FieldErrors, type Resolver, set, type UseFormReturn, useForm } from "react-hook-form";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { presetListOptions } from "@/lib/client/presets";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { PROVIDER_KINDS, STARTER_PRESET_OF_KIND } from "@/lib/core/limits/starter-limits";
import { LimitInputs } from "../limit-fields/limit-inputs";
import { LIMIT_FIELDS, type LimitProblems } from "../limit-fields/limits-draft";
import { PresetSelect } from "../limit-fields/preset-select";
import { useScopeNotice } from "../limit-fields/use-scope-notice";
import { Card, CardHeader } from "../ui/card";
import { Checkbox } from "../ui/checkbox";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { RadioCards } from "../ui/radio-cards";
import { Segmented } from "../ui/segmented";
import { TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";
import { KIND_TEXT } from "./provider-kinds";
import type { ProviderValues, ReadProvider } from "./provider-values";
import { SimulatedFields } from "./simulated-fields";

/** A form over a contract: its problems come from `read`, which is the contract's own verdict. */
export function useProviderForm(defaults: ProviderValues, read: (values: ProviderValues) => ReadProvider<unknown>) {
  const resolver: Resolver<ProviderValues> = (values) => {
    const result = read(values);
    if (!("problems" in result)) return { values, errors: {} };
    const errors: FieldErrors<ProviderValues> = {};
    for (const [path, message] of Object.entries(result.problems)) set(errors, path, { type: "contract", message });
    return { values: {}, errors };
  };
  return useForm<ProviderValues>({ defaultValues: defaults, resolver, mode: "onTouched" });
}

/** Puts what the server refused at its fields. What has no field of its own is told above the form. */
export function showRefusal(form: UseFormReturn<ProviderValues>, error: unknown): void {
  if (!(error instanceof ApiError)) return;
  const known = new Set(["name", "baseUrl", "apiKey", "models", "preset"]);
  const [first] = error.issues.filter((issue) => known.has(issue.path));
  for (const issue of error.issues) {
    if (isField(issue.path, known)) form.setError(issue.path, { type: "server", message: issue.message });
  }
  if (first !== undefined && isField(first.path, known)) form.setFocus(first.path);
}

type KnownField = "name" | "baseUrl" | "apiKey" | "models" | "preset";
function isField(path: string, known: ReadonlySet<string>): path is KnownField {
  return known.has(path);
}

/** The fields of a provider. `stored` is the provider that is edited; without it a new one is made. */
export function ProviderForm({
  form,
  stored,
  onSubmit,
  error,
  children,
}: {
  form: UseFormReturn<ProviderValues>;
  stored?: ProviderResponse;
  onSubmit: (event: BaseSyntheticEvent) => Promise<void>;
  error: unknown;
  /** The row of actions. */
  children: React.ReactNode;
}) {
  useFocusFromHash();
  const kind = form.watch("kind");
  const simulated = kind === "simulated";
  return (
    <form
      noValidate
      className="flex max-w-3xl flex-col gap-4"
      onSubmit={(event) => {
        onSubmit(event).catch(() => {
          // The mutation shows its own error.
        });
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      {error !== null && <ErrorBand message={errorMessage(error)} />}
      {stored === undefined && <KindPicker form={form} />}
      <Card>
        <CardHeader title="Connection" />
        <div className="flex flex-col gap-3">
          <Field id="provider-name" label="Name" error={form.formState.errors.name?.message}>
            <TextInput {...form.register("name")} autoComplete="off" placeholder={KIND_LABEL[kind]} />
          </Field>
          {!simulated && <KeyAndUrl form={form} stored={stored} />}
          <Field
            id="provider-models"
            label="Models"
            optional
            hint="One a line. They are suggested when you start a run; any other model can be typed there."
            error={form.formState.errors.models?.message}
          >
            <Textarea mono rows={3} {...form.register("models")} placeholder={KIND_TEXT[kind].modelExample} />
          </Field>
        </div>
      </Card>
      {simulated && <SimulatedFields form={form} />}
      {stored === undefined && <StartingLimits form={form} />}
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </form>
  );
}

function KindPicker({ form }: { form: UseFormReturn<ProviderValues> }) {
  const kind = form.watch("kind");
  return (
    <RadioCards
      label="Kind of provider"
      className="sm:grid-cols-3"
      value={kind}
      onValueChange={(next) => {
        const name = form.getValues("name");
        // A name that was only the kind's own follows the kind.
        if (name === KIND_LABEL[kind]) form.setValue("name", KIND_LABEL[next]);
        form.setValue("kind", next);
        form.clearErrors();
      }}
      options={PROVIDER_KINDS.map((value) => ({ value, label: KIND_LABEL[value], hint: KIND_TEXT[value].hint }))}
    />
  );
}

function KeyAndUrl({ form, stored }: { form: UseFormReturn<ProviderValues>; stored: ProviderResponse | undefined }) {
  const kind = form.watch("kind");
  const removeKey = form.watch("removeKey");
  const { errors } = form.formState;
  const text = KIND_TEXT[kind];
  const last4 = stored?.apiKeyLast4;
  const keep =
    stored?.hasApiKey === true ? `A key is stored${last4 ? ` (ends in ${last4})` : ""}. Leave empty to keep it.` : null;
  return (
    <>
      <Field
        id="provider-apiKey"
        label="API key"
        optional={kind === "openai-compatible"}
        error={errors.apiKey?.message}
        hint={keep ?? "Stored encrypted; it is never shown again."}
      >
        <TextInput
          type="password"
          autoComplete="off"
          spellCheck={false}
          disabled={removeKey}
          placeholder={stored?.hasApiKey === true ? "••••••••••••" : undefined}
          {...form.register("apiKey")}
        />
      </Field>
      {stored?.hasApiKey === true && (
        <Checkbox
          checked={removeKey}
          onCheckedChange={(checked) => form.setValue("removeKey", checked, { shouldDirty: true })}
          label="Remove the stored key"
        />
      )}
      <Field
        id="provider-baseUrl"
        label="Base URL"
        optional={text.defaultUrl !== null}
        error={errors.baseUrl?.message}
        hint={text.defaultUrl === null ? "Where the API starts, mostly ending in /v1" : `Empty: ${text.defaultUrl}`}
      >
        <TextInput
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={text.urlExample}
          {...form.register("baseUrl")}
        />
      </Field>
    </>
  );
}

function StartingLimits({ form }: { form: UseFormReturn<ProviderValues> }) {
  const { data: presets = [] } = useQuery(presetListOptions());
  const [kind, from, preset, limits] = form.watch(["kind", "limitsFrom", "preset", "limits"]);
  const starter = presets.find((each) => each.slug === STARTER_PRESET_OF_KIND[kind])?.latest.ref ?? "";
  // A provider that is not there yet: which models it will be asked for is not known.
  const use = { providerId: null, providerKind: kind, model: null };
  const scopeNotice = useScopeNotice(preset === "" ? starter : preset, use);
  const problems = limitProblems(form.formState.errors);
  const validate = form.formState.isSubmitted;
  return (
    <Card>
      <CardHeader
        title="Limits"
        description="What the account allows, shared by every run on this provider. You can change it at any time."
        actions={
          <Segmented
            label="Where the limits come from"
            value={from}
            onValueChange={(next) => form.setValue("limitsFrom", next, { shouldValidate: validate })}
            options={[
              { value: "preset", label: "Preset" },
              { value: "own", label: "Own values" },
            ]}
          />
        }
      />
      {from === "preset" ? (
        <Field id="provider-preset" label="Preset" error={form.formState.errors.preset?.message} notices={scopeNotice}>
          <PresetSelect
            value={preset === "" ? starter : preset}
            onValueChange={(ref) => form.setValue("preset", ref)}
            use={use}
          />
        </Field>
      ) : (
        <LimitInputs
          idPrefix="provider-limits"
          draft={limits}
          problems={problems}
          onChange={(patch) =>
            form.setValue("limits", { ...form.getValues("limits"), ...patch }, { shouldValidate: validate })
          }
          onLeave={(field) => {
            form.trigger(`limits.${field}`).catch(() => {
              // The resolver is synchronous and does not throw.
            });
          }}
        />
      )}
    </Card>
  );
}

function limitProblems(errors: FieldErrors<ProviderValues>): LimitProblems {
  const problems: LimitProblems = {};
  for (const field of LIMIT_FIELDS) {
    const message = errors.limits?.[field]?.message;
    if (message !== undefined) problems[field] = message;
  }
  return problems;
}

/** `/providers/x#provider-apiKey` puts the focus into that field. */
function useFocusFromHash(): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (id.startsWith("provider-")) document.getElementById(id)?.focus();
  }, []);
}
