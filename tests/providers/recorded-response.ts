import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** A response as a vendor sends it, with what it has to be taken for. */
const recordedResponseSchema = z.strictObject({
  vendor: z.enum(["openai", "anthropic", "google", "openai-compatible"]),
  status: z.number().int(),
  headers: z.record(z.string(), z.string()),
  /** JSON, or a text as it is. */
  body: z.unknown(),
  expected: z.strictObject({
    fate: z.looseObject({ outcome: z.string() }),
    code: z.string().nullable(),
  }),
});
export type RecordedResponse = z.infer<typeof recordedResponseSchema> & { readonly name: string };

/** What `now` was when the dates in the fixtures were written: 2025-08-21T12:40:50Z. */
export const RECORDED_AT = Date.UTC(2025, 7, 21, 12, 40, 50);

const FOLDER = path.join(import.meta.dirname, "fixtures");

export const recordedResponses: readonly RecordedResponse[] = readdirSync(FOLDER)
  .toSorted()
  .map((file) => ({
    name: file.replace(/\.json$/, ""),
    ...recordedResponseSchema.parse(JSON.parse(readFileSync(path.join(FOLDER, file), "utf8"))),
  }));

export function bodyText({ body }: RecordedResponse): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** By name; a test that asks for a missing one fails. */
export function recorded(name: string): RecordedResponse {
  const found = recordedResponses.find((response) => response.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
}
