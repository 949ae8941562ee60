"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { DatasetCaseResponse } from "@/lib/contracts/datasets";
import type { Json } from "@/lib/core/datasets/dataset-case";
import { CodeBlock } from "../ui/code-block";
import { IconButton } from "../ui/icon-button";
import { Sheet } from "../ui/sheet";

/** One case with all of its values in full. J and K step through the cases. */
export function CaseSheet({
  row,
  onClose,
  onPrevious,
  onNext,
}: {
  row: DatasetCaseResponse | undefined;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
}) {
  if (row === undefined) return null;
  const step = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "j") onNext?.();
    if (event.key === "k") onPrevious?.();
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      onKeyDown={step}
      title={row.id}
      description={`Case ${row.ord + 1}`}
      actions={
        <>
          <IconButton
            label="Previous case"
            shortcut="K"
            side="bottom"
            disabled={onPrevious === undefined}
            onClick={onPrevious}
          >
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton label="Next case" shortcut="J" side="bottom" disabled={onNext === undefined} onClick={onNext}>
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <Values title="Variables" values={row.vars} />
        {row.expected !== null && (
          <section>
            <h3 className="mb-1.5 font-semibold text-sm">Expected</h3>
            <CodeBlock text={fullText(row.expected)} label="Expected" />
          </section>
        )}
        {Object.keys(row.metadata).length > 0 && <Values title="Metadata" values={row.metadata} />}
      </div>
    </Sheet>
  );
}

function Values({ title, values }: { title: string; values: Record<string, Json> }) {
  return (
    <section>
      <h3 className="mb-1.5 font-semibold text-sm">{title}</h3>
      <dl className="flex flex-col gap-3">
        {Object.entries(values).map(([name, value]) => (
          <div key={name}>
            <dt className="mb-1 font-mono text-muted text-xs">{name}</dt>
            <dd>
              <CodeBlock text={fullText(value)} label={name} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function fullText(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
