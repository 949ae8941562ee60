"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { createPresetMutation, createPresetVersionMutation, presetListOptions } from "@/lib/client/presets";
import { PRESET_SLUG } from "@/lib/contracts/preset-choices";
import type { Limits } from "@/lib/core/limits/limits";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { LimitsList } from "./limits-list";

/** Keeps limits as a preset, or as the next version of the one they were made from. */
export function SavePresetDialog({
  limits,
  from,
  open,
  onOpenChange,
  onSaved,
}: {
  limits: Limits;
  /** `slug@n` of the preset that was edited; null where there was none. */
  from: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSaved: (ref: string) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Save as preset"
      description="A preset is shared: others choose it by its name, and each change of it is a version."
    >
      {open && <SavePresetForm limits={limits} from={from} onSaved={onSaved} />}
    </Dialog>
  );
}

function SavePresetForm({
  limits,
  from,
  onSaved,
}: {
  limits: Limits;
  from: string | null;
  onSaved: (ref: string) => void;
}) {
  const { data: presets = [] } = useQuery(presetListOptions());
  const edited = presets.find((preset) => preset.slug === from?.split("@")[0]);
  const [name, setName] = useState<string | null>(null);
  const [slug, setSlug] = useState<string | null>(null);
  const [message, setMessage] = useState("");
  const [sent, setSent] = useState(false);
  const create = useMutation(createPresetMutation());
  const addVersion = useMutation(createPresetVersionMutation());
  const shownName = name ?? edited?.name ?? "";
  const shownSlug = slug ?? edited?.slug ?? "";
  // The slug says which preset is meant; its name is then the one it has.
  const existing = presets.find((preset) => preset.slug === shownSlug.trim());
  const badSlug = shownSlug.trim() !== "" && !PRESET_SLUG.test(shownSlug.trim());
  const problems = {
    name: shownName.trim() === "" ? "Give it a name." : undefined,
    slug: badSlug ? "Lower-case letters, digits and hyphens, e.g. openai-tier-2." : undefined,
  };
  const error = create.error ?? addVersion.error;
  const taken = error instanceof ApiError && error.code === "conflict";
  const busy = create.isPending || addVersion.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The dialog is drawn elsewhere, but for React it may stand in another form.
    event.stopPropagation();
    if (busy) return;
    setSent(true);
    const [wrong] = (["name", "slug"] as const).filter((field) => problems[field] !== undefined);
    if (wrong !== undefined) {
      document.getElementById(`save-preset-${wrong}`)?.focus();
      return;
    }
    const said = message.trim() === "" ? {} : { message: message.trim() };
    if (existing !== undefined) {
      const body = { limits, parent: existing.latest.n, ...said };
      addVersion.mutate({ slug: existing.slug, body }, { onSuccess: (version) => onSaved(version.ref) });
      return;
    }
    const own = shownSlug.trim() === "" ? {} : { slug: shownSlug.trim() };
    create.mutate(
      { name: shownName.trim(), limits, ...own, ...said },
      { onSuccess: (preset) => onSaved(preset.latest.ref) },
    );
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-3">
      <Field id="save-preset-name" label="Name" error={sent ? problems.name : undefined}>
        <TextInput
          value={shownName}
          maxLength={100}
          autoComplete="off"
          placeholder="OpenAI tier 2"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field
        id="save-preset-slug"
        label="Slug"
        optional
        hint={
          existing === undefined
            ? "Stands in links and in code; made from the name where left empty"
            : `${existing.name} exists: this becomes its version ${existing.latest.n + 1}`
        }
        error={sent ? (problems.slug ?? (taken ? "This slug is taken. Choose another." : undefined)) : undefined}
      >
        <TextInput
          value={shownSlug}
          maxLength={63}
          autoComplete="off"
          spellCheck={false}
          placeholder="openai-tier-2"
          onChange={(event) => {
            create.reset();
            addVersion.reset();
            setSlug(event.target.value);
          }}
        />
      </Field>
      <Field id="save-preset-message" label="Message" optional hint="Why these values">
        <TextInput
          value={message}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => setMessage(event.target.value)}
        />
      </Field>
      <div className="rounded-md border bg-panel p-3">
        <LimitsList limits={limits} />
      </div>
      {error !== null && <ErrorBand message={errorMessage(error)} />}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={busy}>
          {existing === undefined ? "Save preset" : `Save version ${existing.latest.n + 1}`}
        </Button>
      </div>
    </form>
  );
}
