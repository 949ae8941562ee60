"use client";

import { Search } from "lucide-react";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import { useModifierKey } from "../ui/use-modifier-key";
import { useCommandMenu } from "./use-command";

/** Looks like a field and opens the command menu; on a narrow screen an icon. */
export function CommandField() {
  const { show } = useCommandMenu();
  const modifier = useModifierKey();
  return (
    <>
      <button
        type="button"
        onClick={show}
        aria-haspopup="dialog"
        className="hidden h-7 w-72 shrink items-center gap-2 rounded-md border border-control bg-panel px-2 text-muted text-xs hover:text-fg md:flex"
      >
        <Search aria-hidden className="size-3.5 shrink-0" />
        <span className="flex-1 truncate text-left">Search or run a command</span>
        <span className="flex shrink-0 gap-0.5">
          <Kbd>{modifier}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Button
        variant="ghost"
        size="sm"
        onClick={show}
        aria-haspopup="dialog"
        aria-label="Search or run a command"
        className="w-7 shrink-0 px-0 md:hidden"
      >
        <Search aria-hidden />
      </Button>
    </>
  );
}
