"use client";

import { NotebookPen } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { AddNoteDialog } from "./late-dialogs";

/** A note for all who look at the run: in its log, and a mark over its charts at the present moment. */
export function AddNote({ runId }: { runId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <NotebookPen aria-hidden />
        Add note
      </Button>
      <AddNoteDialog runId={runId} open={open} onOpenChange={setOpen} />
    </>
  );
}
