"use client";

import { FileText, Upload } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { cn } from "../ui/cn";
import { fileSize } from "./file-size";

/** Takes a file: chosen, or dropped anywhere on the page. */
export function FileDrop({
  file,
  onChoose,
  error,
  disabled,
}: {
  file: File | null;
  onChoose: (file: File) => void;
  error: string | null;
  disabled: boolean;
}) {
  const dragging = useFileDrop(onChoose, disabled);
  return (
    <div>
      <label
        htmlFor="import-file"
        className={cn(
          "flex min-h-28 flex-col items-center justify-center gap-1 rounded-md border border-control border-dashed bg-bg px-4 py-5 text-center hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
          dragging && "border-accent bg-accent/8",
          error !== null && "border-danger",
        )}
      >
        <input
          id="import-file"
          type="file"
          accept=".csv,.tsv,.json,.jsonl,.ndjson,text/csv,application/json"
          disabled={disabled}
          className="sr-only"
          aria-label="Data file"
          aria-invalid={error === null ? undefined : true}
          aria-describedby={error === null ? undefined : "import-file-error"}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            if (chosen !== undefined) onChoose(chosen);
            // The same file, edited, may be chosen again.
            event.target.value = "";
          }}
        />
        {file === null ? (
          <>
            <Upload aria-hidden className="size-5 text-muted" />
            <span className="text-sm">
              Drop a file here or <span className="font-medium text-accent">choose one</span>
            </span>
            <span className="text-muted text-xs">CSV, JSON or JSONL, up to 1 GB</span>
          </>
        ) : (
          <>
            <FileText aria-hidden className="size-5 text-muted" />
            <span className="max-w-full break-all font-medium text-sm">{file.name}</span>
            <span className="text-muted text-xs">
              {fileSize(file.size)} · <span className="font-medium text-accent">choose another</span>
            </span>
          </>
        )}
      </label>
      {error !== null && (
        <p id="import-file-error" className="mt-1 text-danger text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

/** True while a file is over the page. A file dropped beside the frame must not replace the page. */
function useFileDrop(onChoose: (file: File) => void, disabled: boolean): boolean {
  const [dragging, setDragging] = useState(false);
  const latest = useRef({ onChoose, disabled });
  useEffect(() => {
    latest.current = { onChoose, disabled };
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      setDragging(!latest.current.disabled);
    };
    const leave = (event: DragEvent) => {
      // Only when it leaves the window, not when it goes over another element.
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      setDragging(false);
      if (file === undefined) return;
      event.preventDefault();
      if (!latest.current.disabled) latest.current.onChoose(file);
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return dragging;
}
