"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ApiError } from "@/lib/client/api-client";
import { createPresetMutation } from "@/lib/client/presets";
import { presetSlug } from "@/lib/contracts/presets";
import { STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import {
  draftOfLimits,
  LIMIT_FIELDS,
  type LimitField,
  type LimitsDraft,
  readLimitsDraft,
  shownProblems,
} from "../limit-fields/limits-draft";
import { ANY_DRAFT, readScope, type ScopeDraft } from "./scope-fields";
import { slugFromName } from "./slug-from-name";

type TextField = "name" | "slug" | "description" | "message";
type AnyField = TextField | LimitField;

/** A preset in the making: what is typed, what is wrong with it, and how it is sent. */
export function useNewPreset() {
  const router = useRouter();
  const [texts, setTexts] = useState<Record<TextField, string>>({ name: "", slug: "", description: "", message: "" });
  const [scope, setScope] = useState(ANY_DRAFT);
  const [draft, setDraft] = useState(() => draftOfLimits(STARTER_PRESETS[1].limits));
  const [shown, setShown] = useState<ReadonlySet<AnyField>>(new Set());
  const create = useMutation(createPresetMutation());
  const read = readLimitsDraft(draft);
  const slug = texts.slug.trim() === "" ? slugFromName(texts.name) : texts.slug.trim();
  const problems: Partial<Record<AnyField, string>> = { ...textProblems(texts.name, slug), ...read.problems };
  const visible = (field: AnyField) => (shown.has(field) ? problems[field] : undefined);
  const show = (...fields: readonly AnyField[]) => setShown((before) => new Set([...before, ...fields]));
  const text = (field: TextField) => ({
    value: texts[field],
    onChange: (event: { target: { value: string } }) => {
      if (field === "slug" || field === "name") create.reset();
      setTexts((before) => ({ ...before, [field]: event.target.value }));
    },
    onBlur: () => show(field),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (create.isPending) return;
    const wrong = FIELD_ORDER.find((field) => problems[field] !== undefined);
    if (wrong !== undefined || read.limits === null) {
      show(...FIELD_ORDER);
      requestAnimationFrame(() => document.getElementById(`preset-${wrong}`)?.focus());
      return;
    }
    create.mutate(
      {
        name: texts.name.trim(),
        slug,
        scope: readScope(scope),
        limits: read.limits,
        ...(texts.description.trim() === "" ? {} : { description: texts.description.trim() }),
        ...(texts.message.trim() === "" ? {} : { message: texts.message.trim() }),
      },
      {
        onSuccess: (preset) => router.push(`/presets/${preset.slug}`),
        onError: () => document.getElementById("preset-slug")?.focus(),
      },
    );
  };
  const taken = create.error instanceof ApiError && create.error.code === "conflict";
  const limitProblems = shownProblems(read.problems, shown);
  return {
    text,
    name: texts.name,
    slug,
    taken,
    scope,
    changeScope: (part: Partial<ScopeDraft>) => setScope((before) => ({ ...before, ...part })),
    draft,
    change: (part: Partial<LimitsDraft>) => setDraft((before) => ({ ...before, ...part })),
    visible,
    show,
    limitProblems,
    submit,
    busy: create.isPending || create.isSuccess,
    error: create.error,
  };
}

const FIELD_ORDER: readonly AnyField[] = ["name", "slug", ...LIMIT_FIELDS];

function textProblems(name: string, slug: string): Partial<Record<TextField, string>> {
  if (name.trim() === "") return { name: "Give it a name." };
  const checked = presetSlug.safeParse(slug);
  return checked.success ? {} : { slug: "Lower-case letters, digits and hyphens, e.g. openai-tier-2." };
}
