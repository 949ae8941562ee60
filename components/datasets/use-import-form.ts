"use client";

import { type FormEvent, useRef, useState } from "react";
import type { DatasetResponse } from "@/lib/contracts/datasets";
import { type ColumnRoles, defaultRoles, mappingOf } from "./column-roles";
import { type FilePreview, formatOf, previewFile, previewText } from "./file-preview";
import { useDatasetUpload } from "./use-dataset-upload";

/** Pasted text looked at for the preview, in characters. */
const HEAD_CHARACTERS = 65_536;

interface Problem {
  readonly field: "source" | "name" | "columns";
  readonly says: string;
}

/** What is imported: a file or pasted text, with its name and what becomes of its columns. */
export function useImportForm(onDone: (dataset: DatasetResponse) => void) {
  const source = useImportSource();
  const { from, file, pasted, name, preview, roles } = source;
  const { upload } = source;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (upload.isPending) return;
    const wrong = problemOf(source);
    source.setProblem(wrong);
    if (wrong !== null) {
      requestAnimationFrame(() => document.getElementById(FOCUS[wrong.field][from])?.focus());
      return;
    }
    const format = from === "paste" ? formatOf("", pasted) : undefined;
    const sent = from === "paste" ? new File([pasted], `pasted.${format}`) : file;
    if (sent === null) return;
    const mapping = preview === null || preview.native ? undefined : mappingOf(preview.columns, roles);
    upload.start(
      {
        file: sent,
        name: name.trim(),
        ...(format === undefined ? {} : { format }),
        ...(mapping === undefined ? {} : { mapping }),
      },
      onDone,
    );
  };
  return { ...source, submit };
}

export type ImportForm = ReturnType<typeof useImportForm>;

function useImportSource() {
  const [from, setFrom] = useState<"file" | "paste">("file");
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState("");
  const [name, setName] = useState("");
  const [preview, setPreview] = useState<FilePreview | null>(null);
  const [roles, setRoles] = useState<ColumnRoles>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const newest = useRef<File | null>(null);
  const upload = useDatasetUpload();

  const show = (next: FilePreview | null) => {
    // What was chosen for the same columns stays chosen.
    if (next === null || next.columns.join("\0") !== preview?.columns.join("\0")) {
      setRoles(defaultRoles(next?.columns ?? []));
    }
    setPreview(next);
    setProblem(null);
    upload.reset();
  };
  const chooseFile = (chosen: File) => {
    newest.current = chosen;
    setFile(chosen);
    setName(chosen.name.replace(/\.[a-z0-9]+$/i, "").slice(0, 200));
    previewFile(chosen).then(
      // A slower preview of an earlier choice is of no use.
      (next) => newest.current === chosen && show(next),
      () => {
        show(null);
        setProblem({ field: "source", says: `${chosen.name} could not be read. Choose it again.` });
      },
    );
  };
  const paste = (text: string) => {
    setPasted(text);
    const head = text.slice(0, HEAD_CHARACTERS);
    show(text.trim() === "" ? null : previewText(head, formatOf("", text), text.length > HEAD_CHARACTERS));
  };
  const choose = (next: "file" | "paste") => {
    newest.current = null;
    setFrom(next);
    setFile(null);
    setPasted("");
    show(null);
  };
  return {
    from,
    file,
    pasted,
    name,
    preview,
    roles,
    upload,
    setName,
    setRoles,
    setProblem,
    chooseFile,
    paste,
    choose,
    /** What is wrong with a part of the form, once it was sent. */
    problem: (field: Problem["field"]) => (problem?.field === field ? problem.says : undefined),
  };
}

const FOCUS = {
  source: { file: "import-file", paste: "import-pasted" },
  name: { file: "import-name", paste: "import-name" },
  columns: { file: "import-column-0", paste: "import-column-0" },
} as const;

function problemOf(form: {
  from: "file" | "paste";
  file: File | null;
  pasted: string;
  name: string;
  preview: FilePreview | null;
  roles: ColumnRoles;
}): Problem | null {
  if (form.from === "file" && form.file === null) return { field: "source", says: "Choose a file." };
  if (form.from === "file" && form.file?.size === 0) return { field: "source", says: "The file is empty." };
  if (form.from === "paste" && form.pasted.trim() === "") return { field: "source", says: "Paste the rows here." };
  if (form.preview?.native === false && form.preview.columns.length > 0 && !form.roles.includes("variable")) {
    return {
      field: "columns",
      says: "Make at least one column a variable: without one all prompts would be the same.",
    };
  }
  return form.name.trim() === "" ? { field: "name", says: "Give the dataset a name." } : null;
}
