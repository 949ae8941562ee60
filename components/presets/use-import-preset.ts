"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ApiError } from "@/lib/client/api-client";
import { importPresetMutation } from "@/lib/client/presets";
import { type ImportPresetRequest, type PresetResponse, presetSlug } from "@/lib/contracts/presets";
import { type ReadPresetDocument, readPresetDocument } from "@/lib/core/presets/preset-document";
import { formatPlural } from "@/lib/format";
import { toast } from "../ui/toast";

/** More than this is no preset: it would only make the page slow. */
const MOST_CHARACTERS = 1_000_000;

export type ImportForm = ReturnType<typeof useImportPreset>;

/** A document to be imported: what it holds, what is wrong with it, and as what it is taken. */
export function useImportPreset(presets: readonly PresetResponse[]) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [fileName, setFileName] = useState<string | null>(null);
  const [fileProblem, setFileProblem] = useState<string | null>(null);
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [as, setAs] = useState<"preset" | "versions">("preset");
  const load = useMutation(importPresetMutation());
  const parsed = parse(text);
  const document = parsed.read?.document ?? null;
  const taken = presets.find((preset) => preset.slug === document?.slug) ?? null;
  // A slug that is taken is no answer: an empty field asks for another.
  const slug = ownSlug ?? (taken === null ? (document?.slug ?? "") : "");
  const asNow = taken === null ? "preset" : as;
  const slugProblem = problemOf(slug, presets, load.error);
  const ready = document !== null && (asNow === "versions" || (slug !== "" && slugProblem === undefined));

  const type = (next: string) => {
    load.reset();
    setText(next);
    setFileName(null);
    setFileProblem(null);
    setOwnSlug(null);
    setAs("preset");
  };
  const readFile = (file: File) => {
    if (file.size > MOST_CHARACTERS) {
      setFileProblem(`${file.name} is too large for a preset.`);
      return;
    }
    file.text().then(
      (content) => {
        type(content);
        setFileName(file.name);
      },
      () => setFileProblem(`${file.name} could not be read.`),
    );
  };
  const submit = () => {
    if (parsed.value === undefined || document === null) return;
    const body = { document: parsed.value, as: asNow, slug: asNow === "versions" ? document.slug : slug };
    load.mutate(body, {
      onSuccess: ({ preset, added, same }) => {
        const left = same === 0 ? "" : `; ${formatPlural(same, "version")} left out, the same as the one before`;
        toast.success(`${preset.name}: ${formatPlural(added, "version")} imported${left}`);
        router.push(`/presets/${preset.slug}`);
      },
    });
  };
  return {
    text,
    type,
    fileName,
    readFile,
    problem: fileProblem ?? parsed.problem,
    read: parsed.read,
    taken,
    as: asNow,
    choose: setAs,
    slug,
    setSlug: (next: string) => {
      load.reset();
      setOwnSlug(next);
    },
    slugProblem,
    ready,
    submit,
    busy: load.isPending || load.isSuccess,
    error: load.error instanceof ApiError && load.error.code === "conflict" ? null : load.error,
  };
}

interface Parsed {
  readonly value?: ImportPresetRequest["document"];
  readonly read: ReadPresetDocument | null;
  readonly problem?: string;
}

function parse(text: string): Parsed {
  if (text.trim() === "") return { read: null };
  if (text.length > MOST_CHARACTERS) return { read: null, problem: "This is too large for a preset." };
  try {
    const value: ImportPresetRequest["document"] = JSON.parse(text);
    return { value, read: readPresetDocument(value) };
  } catch (error) {
    return { read: null, problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function problemOf(slug: string, presets: readonly PresetResponse[], error: Error | null): string | undefined {
  if (slug === "") return undefined;
  if (!presetSlug.safeParse(slug).success) return "Lower-case letters, digits and hyphens, e.g. openai-tier-2.";
  const conflict = error instanceof ApiError && error.code === "conflict";
  if (conflict || presets.some((preset) => preset.slug === slug)) return `${slug} is taken. Choose another.`;
  return undefined;
}
