"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface TabItem<V extends string> {
  value: V;
  label: ReactNode;
  /** Stands behind the label: a count, for example. */
  badge?: ReactNode;
  content: ReactNode;
}

/** Tabs with a line under the open one; only the open panel is mounted. */
export function Tabs<V extends string>({
  value,
  onValueChange,
  items,
  label,
  aside,
}: {
  value: V;
  onValueChange: (value: V) => void;
  items: readonly TabItem<V>[];
  label: string;
  /** Stands at the right end of the row of tabs. */
  aside?: ReactNode;
}) {
  const choose = (next: string) => {
    const item = items.find((i) => i.value === next);
    if (item !== undefined) onValueChange(item.value);
  };
  return (
    <Radix.Root value={value} onValueChange={choose}>
      <div className="mb-3 flex min-h-10 flex-wrap items-end justify-between gap-x-3 border-b">
        <Radix.List aria-label={label} className="-mb-px flex gap-4 overflow-x-auto overflow-y-hidden">
          {items.map((item) => (
            <Radix.Trigger
              key={item.value}
              value={item.value}
              className="flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 text-muted text-sm -outline-offset-2 hover:text-fg data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-fg"
            >
              {item.label}
              {item.badge !== undefined && (
                <span className="font-normal text-muted text-xs tabular-nums">{item.badge}</span>
              )}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside !== undefined && <div className="flex min-h-9 items-center gap-2 pb-1">{aside}</div>}
      </div>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} tabIndex={-1}>
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
