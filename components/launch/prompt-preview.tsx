"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { renderMessages } from "@/lib/core/prompt-template";
import { cn } from "../ui/cn";
import { CodeBlock } from "../ui/code-block";
import type { LaunchFormApi } from "./form-api";
import type { PromptText } from "./launch-draft";

/** What the template makes of the first case. */
export function PromptPreview({ text, form }: { text: PromptText; form: LaunchFormApi }) {
  const { data } = form;
  const [open, setOpen] = useState(true);
  const id = useId();
  const first = data.firstCase;
  const messages =
    text.promptKind === "prompt" ? undefined : text.messages.filter((each) => each.content.trim() !== "");
  const isEmpty = messages === undefined ? text.prompt.trim() === "" : messages.length === 0;
  if (first === null || isEmpty) return null;
  const rendered = renderMessages(messages === undefined ? { prompt: text.prompt } : { messages }, first.vars);
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="-ml-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 text-muted text-xs hover:text-fg"
      >
        <ChevronRight aria-hidden className={cn("size-3.5", open && "rotate-90")} />
        First case, {first.id}, as it will be sent
      </button>
      <div id={id} hidden={!open} className="mt-1 flex flex-col gap-2">
        {open &&
          (rendered.ok ? (
            rendered.messages.map((message, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
              <div key={at}>
                {rendered.messages.length > 1 && <p className="mb-1 text-muted text-xs capitalize">{message.role}</p>}
                <CodeBlock className="bg-bg" text={message.content} label={`Rendered ${message.role} message`} />
              </div>
            ))
          ) : (
            <p className="text-muted text-xs">
              The first case has no {rendered.missing.map((name) => `{{${name}}}`).join(", ")}.
            </p>
          ))}
      </div>
    </div>
  );
}
