import type { z } from "zod";
import { uploadDatasetFields } from "@/lib/contracts/datasets";
import { DomainError } from "@/lib/core/errors";
import { parseInput } from "./parse-input";

/**
 * The text fields of a dataset's upload; empty ones count as absent, `mapping` is JSON text.
 * @throws DomainError invalid-input
 */
export function parseUploadFields(fields: Readonly<Record<string, string>>): z.output<typeof uploadDatasetFields> {
  const given: Record<string, unknown> = Object.fromEntries(
    Object.entries(fields).filter(([, text]) => text.trim() !== ""),
  );
  if (fields.mapping?.trim()) given.mapping = parseMapping(fields.mapping);
  return parseInput(uploadDatasetFields, given, "body");
}

function parseMapping(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const message = 'must be JSON text such as {"id": "key", "expected": "answer"}';
    throw new DomainError("invalid-input", `mapping ${message}`, [{ path: "mapping", message }], { cause });
  }
}
