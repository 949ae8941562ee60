"use client";

import { Check } from "lucide-react";
import { Menu } from "radix-ui/internal";
import { type FocusEvent, type ReactNode, type RefObject, useRef } from "react";
import { cn } from "./cn";

export interface MenuWindowProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The button under which it opens. */
  anchor: RefObject<HTMLElement | null>;
  id: string;
  labelledBy: string;
  /** Opened by a key: its first entry gets the focus. */
  byKeyboard: boolean;
  align: "start" | "end";
  children: ReactNode;
}

/** The list of a menu. The focus goes back to the button, unless something else in the page was pressed. */
export function MenuWindow({
  open,
  onOpenChange,
  anchor,
  id,
  labelledBy,
  byKeyboard,
  align,
  children,
}: MenuWindowProps) {
  const pressedElsewhere = useRef(false);
  return (
    <Menu.Root open={open} onOpenChange={onOpenChange} modal={false}>
      <Menu.Anchor virtualRef={anchor} />
      <Menu.Portal>
        <Menu.Content
          id={id}
          aria-labelledby={labelledBy}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onFocus={byKeyboard ? focusFirst : undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!pressedElsewhere.current) anchor.current?.focus();
            pressedElsewhere.current = false;
          }}
          onInteractOutside={() => {
            pressedElsewhere.current = true;
          }}
          className="fade-in z-50 max-h-(--radix-popper-available-height) min-w-44 overflow-y-auto rounded-lg border bg-bg p-1 shadow-overlay"
        >
          {children}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** The list itself gets the focus as it opens. The key that opened it may have been pressed before this code was there. */
function focusFirst(event: FocusEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget || event.currentTarget.contains(event.relatedTarget)) return;
  event.currentTarget.querySelector<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])')?.focus();
}

const itemStyle =
  "relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

export interface MenuItemProps {
  onSelect?: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** The one child is a link. */
  asChild?: boolean;
  children: ReactNode;
}

export function MenuEntry({ onSelect, danger = false, disabled = false, asChild = false, children }: MenuItemProps) {
  return (
    <Menu.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect === undefined ? {} : { onSelect })}
      className={cn(itemStyle, danger && "text-danger [&_svg]:text-danger")}
    >
      {children}
    </Menu.Item>
  );
}

export interface MenuCheckItemProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
}

export function MenuCheckEntry({ checked, onCheckedChange, children }: MenuCheckItemProps) {
  return (
    <Menu.CheckboxItem
      checked={checked}
      onCheckedChange={onCheckedChange}
      onSelect={(event) => event.preventDefault()}
      className={cn(itemStyle, "pl-7")}
    >
      <Menu.ItemIndicator className="absolute left-1.5">
        <Check aria-hidden />
      </Menu.ItemIndicator>
      {children}
    </Menu.CheckboxItem>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Menu.Label className="px-2 pt-1.5 pb-0.5 text-muted text-xs">{children}</Menu.Label>;
}

export function MenuLine() {
  return <Menu.Separator className="my-1 h-px bg-line" />;
}
