"use client";

import { useQuery } from "@tanstack/react-query";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import { providerListOptions } from "@/lib/client/providers";
import { PROVIDER_KINDS } from "@/lib/core/limits/starter-limits";
import type { PresetScope } from "@/lib/core/presets/preset-scope";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";

/** What a preset is meant for, as it is typed. */
export interface ScopeDraft {
  /** A kind, a provider's id, or `*`. */
  readonly provider: string;
  readonly model: string;
}

export const ANY_DRAFT: ScopeDraft = { provider: "*", model: "" };

export function draftOfScope({ provider, model }: PresetScope): ScopeDraft {
  return { provider: provider ?? "*", model: model ?? "" };
}

export function readScope({ provider, model }: ScopeDraft): PresetScope {
  return { provider: provider === "*" ? null : provider, model: model.trim() === "" ? null : model.trim() };
}

/** The provider and the models that a preset is meant for. */
export function ScopeFields({
  idPrefix,
  draft,
  onChange,
}: {
  idPrefix: string;
  draft: ScopeDraft;
  onChange: (change: Partial<ScopeDraft>) => void;
}) {
  const { data: providers = [] } = useQuery(providerListOptions());
  const options = [
    { value: "*", label: "Any provider" },
    ...PROVIDER_KINDS.map((kind) => ({ value: kind, label: KIND_LABEL[kind], hint: "every provider of this kind" })),
    ...providers.map(({ id, name, kind }) => ({
      value: id,
      label: name,
      hint: `this ${KIND_LABEL[kind]} provider alone`,
    })),
  ];
  const gone = options.some(({ value }) => value === draft.provider)
    ? []
    : [{ value: draft.provider, label: "a removed provider" }];
  return (
    <>
      <Field id={`${idPrefix}-provider`} label="Meant for" hint="Advice: it can be used elsewhere all the same.">
        <Select
          value={draft.provider}
          onValueChange={(provider) => onChange({ provider })}
          options={[...options, ...gone]}
        />
      </Field>
      <Field id={`${idPrefix}-model`} label="Models" optional hint="A name, or * for any text: gpt-4o*">
        <TextInput
          value={draft.model}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          placeholder="any"
          onChange={(event) => onChange({ model: event.target.value })}
        />
      </Field>
    </>
  );
}
