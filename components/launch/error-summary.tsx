"use client";

import { CircleAlert } from "lucide-react";
import { formatPlural } from "@/lib/format";
import { fieldName } from "./field-names";
import { launchFieldId } from "./form-api";

/** All that keeps the run from starting, each with a link to its field. */
export function ErrorSummary({ told }: { told: Readonly<Record<string, string>> }) {
  const entries = Object.entries(told);
  if (entries.length === 0) return null;
  return (
    <div role="alert" className="tint-error flex items-start gap-2 rounded-md px-2 py-1.5 text-xs">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{formatPlural(entries.length, "field needs", "fields need")} another look</p>
        <ul className="mt-1 flex flex-col">
          {entries.map(([field, says]) => (
            <li key={field} className="min-w-0 break-words py-0.5">
              <a
                href={`#${launchFieldId(field)}`}
                className="font-medium underline underline-offset-2"
                onClick={(event) => {
                  const control = document.getElementById(launchFieldId(field));
                  if (control === null) return;
                  event.preventDefault();
                  control.focus();
                  control.scrollIntoView({ block: "center" });
                }}
              >
                {fieldName(field)}
              </a>{" "}
              {says}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
