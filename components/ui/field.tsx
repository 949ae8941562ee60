"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn";

interface FieldWiring {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const FieldContext = createContext<FieldWiring | null>(null);

/** What a control inside a `Field` needs to be tied to its label, hint and error. */
export function useFieldProps(): { id?: string; "aria-describedby"?: string; "aria-invalid"?: true } {
  const field = useContext(FieldContext);
  if (field === null) return {};
  return {
    id: field.id,
    ...(field.describedBy === undefined ? {} : { "aria-describedby": field.describedBy }),
    ...(field.invalid ? { "aria-invalid": true as const } : {}),
  };
}

/**
 * Label, control, hint and error as one unit. Every control of `components/ui` finds its wiring by itself.
 * `notices` stand under the field and belong to its description as well.
 */
export function Field({
  label,
  hint,
  error,
  id,
  hideLabel = false,
  optional = false,
  aside,
  notices,
  describedBy,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  id?: string;
  hideLabel?: boolean;
  optional?: boolean;
  /** Stands at the right end of the label's line. */
  aside?: ReactNode;
  notices?: ReactNode;
  /** The id of what stands elsewhere and describes the control as well. */
  describedBy?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  const generated = useId();
  const controlId = id ?? generated;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  const noticesId = `${controlId}-notices`;
  const described = [
    error ? errorId : null,
    hint ? hintId : null,
    notices ? noticesId : null,
    describedBy ?? null,
  ].filter((part) => part !== null);
  return (
    <FieldContext.Provider
      value={{
        id: controlId,
        describedBy: described.length > 0 ? described.join(" ") : undefined,
        invalid: Boolean(error),
      }}
    >
      <div className={cn("flex min-w-0 flex-col gap-1", className)}>
        <div className={cn("flex items-baseline justify-between gap-2", hideLabel && "sr-only")}>
          <label htmlFor={controlId} className="font-medium text-xs">
            {label}
            {optional && <span className="font-normal text-muted"> (optional)</span>}
          </label>
          {aside !== undefined && <span className="text-muted text-xs">{aside}</span>}
        </div>
        {children}
        {error ? (
          <p id={errorId} className="text-danger text-xs">
            {error}
          </p>
        ) : null}
        {hint ? (
          <p id={hintId} className="text-muted text-xs">
            {hint}
          </p>
        ) : null}
        {notices ? (
          <div id={noticesId} className="flex flex-col gap-1">
            {notices}
          </div>
        ) : null}
      </div>
    </FieldContext.Provider>
  );
}
