"use client";

import { useState } from "react";
import { formatExact } from "@/lib/format";
import { Button } from "./button";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

/** Characters that are laid out at once; millions of them would hold up the page for seconds. */
const SHOWN_MOST = 20_000;

/** Text as it is (outputs, code, JSON), never as markup, with a button to copy it. Very long text is shown bit by bit. */
export function CodeBlock({
  text,
  label,
  wrap = true,
  className,
}: {
  text: string;
  /** Names the block for screen readers and the copy button. */
  label: string;
  wrap?: boolean;
  className?: string;
}) {
  const [most, setMost] = useState(SHOWN_MOST);
  const shown = text.length > most ? wholeCharacters(text.slice(0, most)) : text;
  return (
    <div className={cn("relative min-w-0 rounded-md border bg-panel", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className="max-h-80 overflow-auto rounded-md">
        <pre dir="auto" className={cn("p-2.5 pr-10 font-mono", wrap && "whitespace-pre-wrap break-words")}>
          {shown}
        </pre>
        {shown.length < text.length && (
          <div className="flex flex-wrap items-center gap-2 border-t p-2.5 text-muted text-xs">
            The first {formatExact(shown.length)} of {formatExact(text.length)} characters. Copy takes all.
            <Button size="sm" onClick={() => setMost(most * 5)}>
              Show more
            </Button>
          </div>
        )}
      </section>
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
    </div>
  );
}

/** Without the first half of a character that was cut in two. */
function wholeCharacters(text: string): string {
  return /[\uD800-\uDBFF]$/.test(text) ? text.slice(0, -1) : text;
}
