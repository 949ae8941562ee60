"use client";

import { type MouseEvent, type ReactNode, useId } from "react";
import { moveFocus } from "./move-focus";

export interface TabItem<V extends string> {
  value: V;
  label: ReactNode;
  /** Stands behind the label: a count, for example. */
  badge?: ReactNode;
  content: ReactNode;
}

/** Tabs with a line under the open one; only the open panel is mounted. A tab opens when the focus comes to it. */
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
  const id = useId();
  const choose = (next: V) => {
    if (next !== value) onValueChange(next);
  };
  // At once, not when the button is let go. Safari gives no focus by a press.
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (event.button === 0 && !event.ctrlKey) event.currentTarget.focus();
  };
  return (
    <div>
      <div className="mb-3 flex min-h-10 flex-wrap items-end justify-between gap-x-3 border-b">
        <div
          role="tablist"
          aria-label={label}
          aria-orientation="horizontal"
          onKeyDown={(event) => moveFocus(event, "horizontal")}
          className="-mb-px flex gap-4 overflow-x-auto overflow-y-hidden"
        >
          {items.map((item) => (
            <button
              key={item.value}
              type="button"
              role="tab"
              id={`${id}-tab-${item.value}`}
              aria-selected={item.value === value}
              aria-controls={`${id}-panel-${item.value}`}
              data-state={item.value === value ? "active" : "inactive"}
              tabIndex={item.value === value ? 0 : -1}
              onMouseDown={press}
              onFocus={() => choose(item.value)}
              onClick={() => choose(item.value)}
              className="flex h-9 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-0.5 text-muted text-sm -outline-offset-2 hover:text-fg data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-fg"
            >
              {item.label}
              {item.badge !== undefined && (
                <span className="font-normal text-muted text-xs tabular-nums">{item.badge}</span>
              )}
            </button>
          ))}
        </div>
        {aside !== undefined && <div className="flex min-h-9 items-center gap-2 pb-1">{aside}</div>}
      </div>
      {items.map((item) => (
        <div
          key={item.value}
          role="tabpanel"
          id={`${id}-panel-${item.value}`}
          aria-labelledby={`${id}-tab-${item.value}`}
          tabIndex={-1}
          hidden={item.value !== value}
        >
          {item.value === value && item.content}
        </div>
      ))}
    </div>
  );
}
