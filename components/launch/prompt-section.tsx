"use client";

import { Plus, Trash2 } from "lucide-react";
import { type FocusEventHandler, useRef } from "react";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { cn } from "../ui/cn";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { Textarea } from "../ui/textarea";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { type PromptText, promptLetter, promptsOf } from "./launch-draft";
import { PromptPreview } from "./prompt-preview";
import { promptPrefix } from "./read-prompt";
import { VariableChips } from "./variable-chips";

type Role = PromptText["messages"][number]["role"];
const ROLES: readonly { value: Role; label: string }[] = [
  { value: "system", label: "System" },
  { value: "user", label: "User" },
  { value: "assistant", label: "Assistant" },
];

const PROMPTS_MAX = 8;

/** What is sent: one prompt or a list of messages, with the dataset's variables at hand; several make a matrix. */
export function PromptSection({ form }: { form: LaunchFormApi }) {
  const { draft, patchTexts } = form;
  const prompts = promptsOf(draft);
  // Chips insert into the text that had the cursor last.
  const lastField = useRef<HTMLTextAreaElement | null>(null);
  const noteFocus: FocusEventHandler<HTMLTextAreaElement> = (event) => {
    lastField.current = event.target;
  };
  const insert = (name: string) => {
    // One that was removed or swapped for the other kind is no longer on the page.
    const last = lastField.current?.isConnected ? lastField.current : null;
    const field = last ?? document.querySelector<HTMLTextAreaElement>("textarea[data-template]");
    if (field !== null) insertText(field, `{{${name}}}`);
  };
  const setAll = ([first, ...variants]: readonly PromptText[]) => patchTexts({ ...first, variants });
  return (
    <Card>
      <CardHeader
        title={prompts.length > 1 ? "Prompts" : "Prompt"}
        description={"{{name}} stands for a variable of the case."}
        actions={
          prompts.length === 1 ? (
            <KindChoice text={draft} label="Kind of prompt" onChange={(change) => patchTexts(change)} />
          ) : undefined
        }
      />
      <div className="flex flex-col gap-3">
        <VariableChips dataset={form.data.context.dataset} onInsert={insert} />
        {prompts.map((text, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a prompt has no identity but its place
          <div key={at} className={cn("flex flex-col gap-3", prompts.length > 1 && "rounded-md border bg-bg p-3")}>
            {prompts.length > 1 && (
              <div className="flex items-center justify-between gap-2">
                <h3 className="font-semibold text-sm">Prompt {promptLetter(at)}</h3>
                <div className="flex items-center gap-1">
                  <KindChoice
                    text={text}
                    label={`Kind of prompt ${promptLetter(at)}`}
                    onChange={(change) => setAll(withChange(prompts, at, change))}
                  />
                  <IconButton
                    label={`Remove prompt ${promptLetter(at)}`}
                    onClick={() => setAll(prompts.filter((_, index) => index !== at))}
                  >
                    <Trash2 aria-hidden />
                  </IconButton>
                </div>
              </div>
            )}
            <PromptFields
              form={form}
              text={text}
              at={at}
              several={prompts.length > 1}
              onFocus={noteFocus}
              onChange={(change) => setAll(withChange(prompts, at, change))}
            />
          </div>
        ))}
        <div>
          <Button
            size="sm"
            disabled={prompts.length >= PROMPTS_MAX}
            onClick={() => setAll([...prompts, structuredClone(prompts.at(-1) ?? draft)])}
          >
            <Plus aria-hidden />
            Another prompt
          </Button>
        </div>
      </div>
    </Card>
  );
}

function withChange(prompts: readonly PromptText[], at: number, change: Partial<PromptText>): PromptText[] {
  return prompts.map((each, index) => (index === at ? { ...each, ...change } : each));
}

function KindChoice({
  text,
  label,
  onChange,
}: {
  text: PromptText;
  label: string;
  onChange: (change: Partial<PromptText>) => void;
}) {
  return (
    <Segmented
      label={label}
      value={text.promptKind}
      onValueChange={(promptKind) => onChange({ promptKind, ...carriedOver(text, promptKind) })}
      options={[
        { value: "prompt", label: "One prompt" },
        { value: "messages", label: "Messages" },
      ]}
    />
  );
}

interface PromptFieldsProps {
  form: LaunchFormApi;
  text: PromptText;
  at: number;
  several: boolean;
  onFocus: FocusEventHandler<HTMLTextAreaElement>;
  onChange: (change: Partial<PromptText>) => void;
}

function PromptFields(props: PromptFieldsProps) {
  const { form, text, at, several, onFocus, onChange } = props;
  const field = `${promptPrefix(at)}prompt`;
  return (
    <>
      {text.promptKind === "prompt" ? (
        <Field
          id={launchFieldId(field)}
          label={several ? `Prompt template ${promptLetter(at)}` : "Prompt template"}
          hideLabel={several}
          error={form.problem(field)}
          notices={at === 0 ? form.notices("prompt") : undefined}
        >
          <Textarea
            data-template
            mono
            rows={6}
            value={text.prompt}
            placeholder={"{{question}}\nAnswer with the number alone."}
            onFocus={onFocus}
            onChange={(event) => onChange({ prompt: event.target.value })}
            onBlur={() => form.leave(field)}
          />
        </Field>
      ) : (
        <Messages {...props} />
      )}
      <PromptPreview text={text} form={form} />
    </>
  );
}

function Messages({ form, text, at: promptAt, several, onFocus, onChange }: PromptFieldsProps) {
  const change = (at: number, part: Partial<PromptText["messages"][number]>) =>
    onChange({ messages: text.messages.map((each, index) => (index === at ? { ...each, ...part } : each)) });
  const prefix = promptPrefix(promptAt);
  const of = several ? ` of prompt ${promptLetter(promptAt)}` : "";
  return (
    <div className="flex flex-col gap-3">
      {text.messages.map((message, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
        <div key={at} className="flex flex-col gap-1">
          <div className="flex items-center justify-between gap-2">
            <Select
              aria-label={`Role of message ${at + 1}${of}`}
              size="sm"
              className="w-32"
              value={message.role}
              onValueChange={(role) => change(at, { role })}
              options={ROLES}
            />
            <IconButton
              label={`Remove message ${at + 1}${of}`}
              disabled={text.messages.length === 1}
              onClick={() => onChange({ messages: text.messages.filter((_, index) => index !== at) })}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          <Field
            id={launchFieldId(`${prefix}message-${at}`)}
            label={`Message ${at + 1}${of}`}
            hideLabel
            error={form.problem(`${prefix}message-${at}`)}
            notices={at === 0 && promptAt === 0 ? form.notices("prompt") : undefined}
          >
            <Textarea
              data-template
              mono
              rows={message.role === "system" ? 2 : 5}
              value={message.content}
              placeholder={message.role === "system" ? "Optional: how the model is to behave" : "{{question}}"}
              onFocus={onFocus}
              onChange={(event) => change(at, { content: event.target.value })}
              onBlur={() => form.leave(`${prefix}message-${at}`)}
            />
          </Field>
        </div>
      ))}
      <div>
        <Button size="sm" onClick={() => onChange({ messages: [...text.messages, { role: "user", content: "" }] })}>
          <Plus aria-hidden />
          Add message
        </Button>
      </div>
    </div>
  );
}

/** What was written goes along to the other kind, as long as that one is empty. */
function carriedOver(draft: PromptText, kind: PromptText["promptKind"]): Partial<PromptText> {
  const lastUser = draft.messages.findLastIndex((message) => message.role === "user");
  const written = draft.messages[lastUser]?.content ?? "";
  if (kind === "prompt") return draft.prompt.trim() === "" && written !== "" ? { prompt: written } : {};
  if (written.trim() !== "" || draft.prompt === "" || lastUser < 0) return {};
  return {
    messages: draft.messages.map((each, at) => (at === lastUser ? { ...each, content: draft.prompt } : each)),
  };
}

function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  // React hears of the new value as if it had been typed.
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
