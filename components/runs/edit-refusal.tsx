"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Why an edit was not taken. It is read out, and comes into sight and takes the focus, so that its buttons are next. */
export function EditRefusal({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    // Below it stands the panel's foot, on a phone the bar of the pages, too.
    <div ref={box} role="alert" tabIndex={-1} className="scroll-mt-16 scroll-mb-32 rounded-md md:scroll-mb-16">
      {children}
    </div>
  );
}
