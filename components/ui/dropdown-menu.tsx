"use client";

import { Slot } from "radix-ui";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { lateCode } from "./late-code";
import { OverlayOnItsWay } from "./late-overlay";
import type { MenuCheckItemProps, MenuItemProps } from "./menu-window";
import { useLateCode } from "./use-late-code";

export const menuCode = lateCode(() => import("./menu-window"));

/** A menu under a button. `trigger` is the button itself; the list comes late, and opens then if it was asked for. */
export function DropdownMenu({
  trigger,
  align = "end",
  children,
}: {
  trigger: ReactNode;
  align?: "start" | "end";
  children: ReactNode;
}) {
  const anchor = useRef<HTMLElement>(null);
  const id = useId();
  const [open, setOpen] = useState(false);
  const [byKeyboard, setByKeyboard] = useState(false);
  const { loaded: menu, failed } = useLateCode(menuCode, open);
  useEffect(() => menuCode.loadAtRest(), []);
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey) return;
    setByKeyboard(false);
    setOpen((before) => !before);
    // The list gets the focus as it opens; the press must not take it back.
    if (!open) event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " " && event.key !== "ArrowDown") return;
    event.preventDefault();
    setByKeyboard(true);
    setOpen((before) => event.key === "ArrowDown" || !before);
  };
  return (
    <>
      <Slot.Root
        ref={anchor}
        id={`${id}-trigger`}
        aria-haspopup="menu"
        aria-expanded={open}
        {...(open && menu !== null ? { "aria-controls": id } : {})}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      >
        {trigger}
      </Slot.Root>
      {menu !== null ? (
        <menu.MenuWindow
          open={open}
          onOpenChange={setOpen}
          anchor={anchor}
          id={id}
          labelledBy={`${id}-trigger`}
          byKeyboard={byKeyboard}
          align={align}
        >
          {children}
        </menu.MenuWindow>
      ) : (
        open && <OverlayOnItsWay failed={failed} />
      )}
    </>
  );
}

// What stands in a menu is drawn in its list alone, whose code is there by then.

export function MenuItem(props: MenuItemProps) {
  const Entry = menuCode.now()?.MenuEntry;
  return Entry && <Entry {...props} />;
}

/** An entry that is on or off; the menu stays open. */
export function MenuCheckItem(props: MenuCheckItemProps) {
  const Entry = menuCode.now()?.MenuCheckEntry;
  return Entry && <Entry {...props} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const Heading = menuCode.now()?.MenuHeading;
  return Heading && <Heading>{children}</Heading>;
}

export function MenuSeparator() {
  const Line = menuCode.now()?.MenuLine;
  return Line && <Line />;
}
