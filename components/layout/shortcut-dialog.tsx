"use client";

import Link from "next/link";
import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { Notice } from "../ui/notice";
import { usePreferences } from "../ui/preferences";
import { useModifierKey } from "../ui/use-modifier-key";
import { type SheetPart, shortcutSheet } from "./shortcut-sheet";

/** The sheet that lists every key. */
export function ShortcutDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { singleKeys } = usePreferences().preferences;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" wide>
      {!singleKeys && (
        <Notice level="info" className="mb-4">
          Keys without ⌘ or Ctrl are off.{" "}
          <Link href="/settings" className="underline" onClick={() => onOpenChange(false)}>
            Turn them on in Settings
          </Link>
        </Notice>
      )}
      <div className="gap-8 sm:columns-2">
        {shortcutSheet(useModifierKey()).map((part) => (
          <SheetSection key={part.title} part={part} />
        ))}
      </div>
      <p className="mt-3 border-t pt-3 text-muted text-xs">No key cancels a run. Single keys are off while you type.</p>
    </Dialog>
  );
}

function SheetSection({ part }: { part: SheetPart }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 font-medium text-muted text-xs">{part.title}</h3>
      <dl>
        {part.keys.map(({ text, keys, or }) => (
          <div key={text} className="flex min-h-7 items-center justify-between gap-3 border-b last:border-b-0">
            <dt className="text-sm">{text}</dt>
            <dd className="flex shrink-0 items-center gap-1 text-muted text-xs">
              <Keys keys={keys} />
              {or !== undefined && (
                <>
                  or <Keys keys={or} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return keys.map((key) => <Kbd key={key}>{key}</Kbd>);
}
