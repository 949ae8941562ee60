"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";
import { controlStyle } from "./text-input";

export interface SelectOption<V extends string> {
  /** Not empty: the empty text means that nothing is chosen. */
  value: V;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  /** The heading that it stands under; those without one come first. */
  group?: string;
}

/** One choice of a few. */
export function Select<V extends string>({
  value,
  onValueChange,
  options,
  placeholder = "Choose…",
  disabled,
  name,
  className,
  size = "md",
  ...aria
}: {
  value: V | "";
  onValueChange: (value: V) => void;
  options: readonly SelectOption<V>[];
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  className?: string;
  size?: "sm" | "md";
  id?: string;
  "aria-label"?: string;
}) {
  const groups = [...new Set(options.flatMap(({ group }) => group ?? []))];
  const choose = (next: string) => {
    const option = options.find((o) => o.value === next);
    if (option !== undefined) onValueChange(option.value);
  };
  return (
    <Radix.Root
      value={value}
      onValueChange={choose}
      {...(disabled === undefined ? {} : { disabled })}
      {...(name === undefined ? {} : { name })}
    >
      <Radix.Trigger
        {...useFieldProps()}
        {...aria}
        className={cn(
          controlStyle,
          "inline-flex items-center justify-between gap-2 text-left data-placeholder:text-muted",
          size === "sm" ? "h-7" : "h-8",
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-muted" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="fade-in z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border bg-bg shadow-overlay"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => option.group === undefined && <Item key={option.value} option={option} />)}
            {groups.map((group) => (
              <Radix.Group key={group}>
                <Radix.Label className="mt-1 border-t px-2 pt-2 pb-1 font-medium text-muted text-xs">
                  {group}
                </Radix.Label>
                {options.map((option) => option.group === group && <Item key={option.value} option={option} />)}
              </Radix.Group>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item<V extends string>({ option }: { option: SelectOption<V> }) {
  return (
    <Radix.Item
      value={option.value}
      {...(option.disabled === undefined ? {} : { disabled: option.disabled })}
      className="relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm py-1 pr-8 pl-2 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken"
    >
      <span className="min-w-0">
        <Radix.ItemText>{option.label}</Radix.ItemText>
        {option.hint !== undefined && <span className="block text-muted text-xs">{option.hint}</span>}
      </span>
      <Radix.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-4" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
