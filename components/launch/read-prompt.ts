import type { DatasetResponse } from "@/lib/contracts/datasets";
import { targetVariables, templateVariables } from "@/lib/core/prompt-template";
import type { RunTarget } from "@/lib/core/runs/run-config";
import type { LaunchTexts, PromptText } from "./launch-draft";
import { promptsOf } from "./launch-draft";

/** What the fields of the n-th prompt begin with; those of the first are plain. */
export function promptPrefix(at: number): string {
  return at === 0 ? "" : `variant-${at}-`;
}

/** The template that a prompt of the form means; what is wrong with it goes into `problems`, at its field. */
export function readPrompt(
  draft: PromptText,
  at: number,
  dataset: DatasetResponse | undefined,
  problems: Record<string, string>,
): Pick<RunTarget, "prompt" | "messages"> {
  const prefix = promptPrefix(at);
  const check = (field: string, text: string) => {
    const unknown = dataset === undefined ? [] : unknownVariables(text, dataset);
    const listed = unknown.map((name) => `{{${name}}}`).join(", ");
    if (unknown.length > 0) problems[field] = `${dataset?.name} has no ${listed}. It has ${variableList(dataset)}.`;
    else if (text.length > 200_000) problems[field] = "At most 200,000 characters.";
  };
  if (draft.promptKind === "prompt") {
    if (draft.prompt.trim() === "") problems[`${prefix}prompt`] = "Write the prompt.";
    else check(`${prefix}prompt`, draft.prompt);
    return { prompt: draft.prompt };
  }
  // A system message that was left empty is none.
  const written = draft.messages.map((message, nth) => ({ message, nth }));
  const sent = written.filter(
    ({ message, nth }) => message.content.trim() !== "" || !(message.role === "system" && nth === 0),
  );
  if (sent.length === 0) problems[`${prefix}message-0`] = "Write at least one message.";
  for (const { message, nth } of sent) {
    const field = `${prefix}message-${nth}`;
    if (message.content.trim() === "") problems[field] = "Write the message, or remove it.";
    else check(field, message.content);
  }
  return { messages: sent.map(({ message }) => message) };
}

function unknownVariables(text: string, dataset: DatasetResponse): string[] {
  const known = new Set(dataset.variables.map((variable) => variable.name));
  return templateVariables(text).filter((name) => !known.has(name));
}

export function variableList(dataset: DatasetResponse | undefined): string {
  const names = dataset?.variables.map((variable) => `{{${variable.name}}}`) ?? [];
  if (names.length === 0) return "no variables";
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}

/** Variables that the draft's templates name. */
export function draftVariables(draft: LaunchTexts): string[] {
  const named = promptsOf(draft).flatMap((text) =>
    targetVariables(text.promptKind === "prompt" ? { prompt: text.prompt } : { messages: text.messages }),
  );
  return [...new Set(named)];
}
