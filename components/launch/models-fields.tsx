"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Select } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { moreEntry } from "./launch-cells";

/** Further models that the same cases are run against, and the press that adds one. */
export function MoreModels({ form }: { form: LaunchFormApi }) {
  const { context, providers } = form.data;
  const entries = form.draft.more ?? [];
  const setAll = (next: readonly string[]) => form.patch({ more: next.length === 0 ? null : [...next] });
  const add = () => {
    const used = new Set([context.model, ...context.more.map(({ model }) => model)]);
    const free = context.provider?.models.find((model) => !used.has(model)) ?? "";
    const providerId = context.provider?.id ?? providers.data?.[0]?.id ?? "";
    setAll([...entries, moreEntry(providerId, free)]);
  };
  return (
    <div className="flex flex-col gap-3 sm:col-span-2">
      {entries.map((entry, at) => (
        <MoreModel
          // biome-ignore lint/suspicious/noArrayIndexKey: a model has no identity but its place
          key={at}
          form={form}
          at={at}
          onChange={(next) => setAll(entries.map((each, index) => (index === at ? next : each)))}
          onRemove={() => setAll(entries.filter((_, index) => index !== at))}
          entry={entry}
        />
      ))}
      <div>
        <Button size="sm" onClick={add}>
          <Plus aria-hidden />
          Another model
        </Button>
      </div>
    </div>
  );
}

function MoreModel({
  form,
  at,
  entry,
  onChange,
  onRemove,
}: {
  form: LaunchFormApi;
  at: number;
  entry: string;
  onChange: (entry: string) => void;
  onRemove: () => void;
}) {
  const suggestions = useId();
  const { providers, context } = form.data;
  const { provider, model = "" } = context.more[at] ?? {};
  const [providerId = ""] = entry.split("/");
  const field = (name: "provider" | "model") => launchFieldId(`more-${at}-${name}`);
  return (
    <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-2">
      <Field
        id={field("provider")}
        label={`Provider ${at + 2}`}
        error={form.problem(`more-${at}-provider`)}
        notices={form.notices(`more-${at}-provider`)}
      >
        <Select
          value={provider?.id ?? ""}
          onValueChange={(next) => {
            const models = providers.data?.find(({ id }) => id === next)?.models ?? [];
            onChange(moreEntry(next, models.includes(model) ? model : (models[0] ?? "")));
          }}
          options={(providers.data ?? []).map((each) => ({
            value: each.id,
            label: each.name,
            hint: KIND_LABEL[each.kind],
          }))}
          placeholder={providerId === "" || providers.data === undefined ? "Choose…" : "Not there any more: choose…"}
        />
      </Field>
      <div className="flex items-start gap-1">
        <Field
          id={field("model")}
          label={`Model ${at + 2}`}
          error={form.problem(`more-${at}-model`)}
          notices={form.notices(`more-${at}-model`)}
          className="flex-1"
        >
          <TextInput
            value={model}
            list={suggestions}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            placeholder="Name a model"
            onChange={(event) => onChange(moreEntry(providerId, event.target.value))}
            onBlur={() => form.leave(`more-${at}-model`)}
          />
          <datalist id={suggestions}>
            {provider?.models.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
        <IconButton label={`Remove model ${at + 2}`} className="mt-5.5" onClick={onRemove}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
