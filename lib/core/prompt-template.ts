import type { Json } from "./datasets/dataset-case";
import type { ChatMessage, RunTarget } from "./runs/run-config";

/**
 * Templates: `{{name}}` stands for a variable of the case; spaces inside the braces do not matter, spaces within a
 * name do (columns of a file have them). A name holds no brace, so `{{}}` and single braces are plain text. There is
 * no escape: a text that needs literal `{{x}}` brings it in as a variable's value, which is never rendered again.
 */
const PLACEHOLDER = /\{\{([^{}]+)\}\}/g;

type Template = Pick<RunTarget, "prompt" | "messages">;

export type RenderedPrompt =
  | { readonly ok: true; readonly messages: readonly ChatMessage[] }
  /** The variables that the template names and the case lacks, in order, each once. */
  | { readonly ok: false; readonly missing: readonly string[] };

/** The variables a text names, in order, each once. */
export function templateVariables(text: string): string[] {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1]?.trim() ?? "");
  return [...new Set(names.filter((name) => name !== ""))];
}

/** The variables that any message of a target names. */
export function targetVariables(target: Template): string[] {
  return [...new Set(templateMessages(target).flatMap((message) => templateVariables(message.content)))];
}

/** A target's messages taken apart: the texts that every case shares, and the variables in between, as often as they occur. */
export function templateParts(target: Template): { messages: number; literals: string[]; variables: string[] } {
  const messages = templateMessages(target);
  const literals: string[] = [];
  const variables: string[] = [];
  for (const { content } of messages) {
    let from = 0;
    for (const match of content.matchAll(PLACEHOLDER)) {
      const name = match[1]?.trim() ?? "";
      if (name === "") continue;
      literals.push(content.slice(from, match.index));
      variables.push(name);
      from = match.index + match[0].length;
    }
    literals.push(content.slice(from));
  }
  return { messages: messages.length, literals: literals.filter((text) => text !== ""), variables };
}

/** Fills a target's messages with a case's variables: strings as they are, null as nothing, all else as JSON. */
export function renderMessages(target: Template, vars: Readonly<Record<string, Json>>): RenderedPrompt {
  const missing = targetVariables(target).filter((name) => !Object.hasOwn(vars, name));
  if (missing.length > 0) return { ok: false, missing };
  const messages = templateMessages(target).map(({ role, content }) => ({ role, content: renderText(content, vars) }));
  return { ok: true, messages };
}

function templateMessages(target: Template): readonly ChatMessage[] {
  return target.messages ?? [{ role: "user", content: target.prompt ?? "" }];
}

// One pass: what a value brings in is not looked at again.
function renderText(text: string, vars: Readonly<Record<string, Json>>): string {
  return text.replace(PLACEHOLDER, (whole, name: string) => {
    const key = name.trim();
    return key === "" ? whole : valueText(vars[key] ?? null);
  });
}

/** A variable's value as it stands in a prompt. */
export function valueText(value: Json): string {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}
