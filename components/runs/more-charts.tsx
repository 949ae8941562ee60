"use client";

import { ChevronRight } from "lucide-react";
import { useQueryState } from "nuqs";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "../ui/cn";
import { CHARTS_VIEW } from "./run-url-state";

/** Charts that answer a second question; drawn only while they are open, which the URL keeps. */
export function MoreCharts({ children }: { children: ReactNode }) {
  const [charts, setCharts] = useQueryState("charts", CHARTS_VIEW.charts);
  const open = charts !== null;
  const id = useId();
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // A figure of the tiles leads to a chart that is in here, and not drawn yet.
    const onHash = () => {
      if (location.hash.startsWith("#chart-") && document.getElementById(location.hash.slice(1)) === null) {
        void setCharts("more").then(() => requestAnimationFrame(() => scrollToHash(place.current)));
      }
    };
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, [setCharts]);
  return (
    <section ref={place} className="mt-3">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => void setCharts(open ? null : "more")}
        className="-ml-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 font-medium text-muted text-sm hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-4", open && "rotate-90")} />
        More charts
      </button>
      <div id={id} hidden={!open} className="mt-2 grid gap-3 lg:grid-cols-2">
        {open && children}
      </div>
    </section>
  );
}

function scrollToHash(otherwise: HTMLElement | null): void {
  (document.getElementById(location.hash.slice(1)) ?? otherwise)?.scrollIntoView();
}
