"use client";

import { Download } from "lucide-react";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";

/** Of a text that is longer than this the whole is wanted as a file rather than on a page. */
const FILE_FROM = 20_000;

/** A text of any length, shown bit by bit; a long one is a file at a press. */
export function LongText({ text, label, fileName }: { text: string; label: string; fileName: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      <CodeBlock label={label} text={text} />
      {text.length > FILE_FROM && (
        <Button size="sm" className="self-start" onClick={() => save(text, fileName)}>
          <Download aria-hidden />
          Download
        </Button>
      )}
    </div>
  );
}

function save(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
