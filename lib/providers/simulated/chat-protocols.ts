import { z } from "zod";

/** The wire protocols that the simulated provider answers in, told by the request's path. */
export type ChatProtocol = "openai" | "anthropic" | "gemini";

export interface ChatRequest {
  readonly protocol: ChatProtocol;
  readonly model: string;
  /** The text of the last user message. */
  readonly prompt: string;
  /** All that the user said, oldest first. */
  readonly userTexts: readonly string[];
  /** Characters of all messages. */
  readonly characters: number;
}

const textPart = z.object({ text: z.string().default("") });
const content = z.union([z.string(), z.array(textPart)]);
const message = z.object({ role: z.string(), content });
const openaiBody = z.object({ model: z.string().min(1), messages: z.array(message).min(1) });
const anthropicBody = openaiBody.extend({ max_tokens: z.number().int().min(1), system: content.optional() });
const geminiTurn = z.object({ role: z.string().default("user"), parts: z.array(textPart) });
const geminiBody = z.object({
  contents: z.array(geminiTurn).min(1),
  systemInstruction: z.object({ parts: z.array(textPart) }).optional(),
});

const GEMINI_PATH = /\/models\/([^/:?]+):generateContent$/;

/** Which protocol a path belongs to, whatever stands before it; null where it is none of ours. */
export function protocolOf(path: string): ChatProtocol | null {
  if (path.endsWith("/chat/completions")) return "openai";
  if (path.endsWith("/messages")) return "anthropic";
  return GEMINI_PATH.test(path) ? "gemini" : null;
}

/** Reads a request's body; a string says what is wrong with it. */
export function parseChatRequest(protocol: ChatProtocol, path: string, body: string): ChatRequest | string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return "the body is not JSON";
  }
  if (protocol === "gemini") {
    const parsed = geminiBody.safeParse(json);
    if (!parsed.success) return z.prettifyError(parsed.error);
    const turns = parsed.data.contents.map((turn) => ({ role: turn.role, content: turn.parts }));
    const system = parsed.data.systemInstruction?.parts ?? "";
    return request(protocol, decodeURIComponent(GEMINI_PATH.exec(path)?.[1] ?? ""), turns, system);
  }
  if (protocol === "anthropic") {
    const parsed = anthropicBody.safeParse(json);
    if (!parsed.success) return z.prettifyError(parsed.error);
    return request(protocol, parsed.data.model, parsed.data.messages, parsed.data.system ?? "");
  }
  const parsed = openaiBody.safeParse(json);
  if (!parsed.success) return z.prettifyError(parsed.error);
  return request(protocol, parsed.data.model, parsed.data.messages, "");
}

type Content = z.infer<typeof content>;

function request(
  protocol: ChatProtocol,
  model: string,
  turns: readonly { role: string; content: Content }[],
  system: Content,
): ChatRequest {
  let characters = textOf(system).length;
  const userTexts: string[] = [];
  for (const turn of turns) {
    const text = textOf(turn.content);
    characters += text.length;
    if (turn.role === "user") userTexts.push(text);
  }
  return { protocol, model, prompt: userTexts.at(-1) ?? "", userTexts, characters };
}

function textOf(value: Content): string {
  return typeof value === "string" ? value : value.map((part) => part.text).join("");
}

export interface SimulatedAnswer {
  readonly id: string;
  readonly model: string;
  readonly text: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Epoch ms. */
  readonly now: number;
}

/** The body of a 200 in the protocol in which it was asked. */
export function answerBody(protocol: ChatProtocol, answer: SimulatedAnswer): unknown {
  const { id, model, text, inputTokens, outputTokens } = answer;
  switch (protocol) {
    case "openai":
      return {
        id: `chatcmpl-${id}`,
        object: "chat.completion",
        created: Math.floor(answer.now / 1000),
        model,
        choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
        usage: {
          prompt_tokens: inputTokens,
          completion_tokens: outputTokens,
          total_tokens: inputTokens + outputTokens,
        },
      };
    case "anthropic":
      return {
        id: `msg_${id}`,
        type: "message",
        role: "assistant",
        model,
        content: [{ type: "text", text }],
        stop_reason: "end_turn",
        stop_sequence: null,
        usage: { input_tokens: inputTokens, output_tokens: outputTokens },
      };
    case "gemini":
      return {
        candidates: [{ index: 0, content: { role: "model", parts: [{ text }] }, finishReason: "STOP" }],
        usageMetadata: {
          promptTokenCount: inputTokens,
          candidatesTokenCount: outputTokens,
          totalTokenCount: inputTokens + outputTokens,
        },
        modelVersion: model,
        responseId: id,
      };
  }
}
