"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useHeld } from "../ui/use-held";

/** What is about to be scrolled to is drawn before it shows. */
const AHEAD = "200px 0px";

/**
 * A picture that is drawn anew only while it can be seen: elsewhere on the page it keeps what it showed last, and is up to
 * date when it comes into sight. Drawing is what a live page spends its time on; the sentences and tables beside the
 * picture are not held.
 */
export function DrawnInSight({
  ready,
  children,
}: {
  /** There is something to keep; what is empty is drawn wherever it is. */
  ready: boolean;
  children: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  // Drawn at first, so that nothing is empty where the browser has not looked yet.
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)?.isIntersecting ?? true), {
      rootMargin: AHEAD,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={place} className="h-full">
      {useHeld(children, ready && !seen)}
    </div>
  );
}
