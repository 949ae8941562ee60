import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { DomainError } from "@/lib/core/errors";

/** An uploaded file with the text fields of its form, in whatever order they came. */
export interface Upload {
  readonly fileName: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The file's bytes, from its first, each time it is called. */
  open(): Readable;
}

const FIELD_BYTES = 1024 * 1024;

/** True for a body that `readUpload` can read. */
export function isUpload(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "");
}

/**
 * Receives a form with one `file` and hands it on. The file waits on disk, never in memory, because fields may follow it;
 * it is removed when `use` has ended.
 * @throws DomainError invalid-input, payload-too-large, unavailable (disk full)
 */
export async function readUpload<T>(
  request: Request,
  settings: { directory: string; limitBytes: number },
  use: (upload: Upload) => Promise<T>,
): Promise<T> {
  if (Number(request.headers.get("content-length") ?? 0) > settings.limitBytes) throw tooLarge(settings.limitBytes);
  await mkdir(settings.directory, { recursive: true });
  const folder = await mkdtemp(path.join(settings.directory, "upload-"));
  try {
    const target = path.join(folder, "file");
    const { fileName, fields } = await receive(request, target, settings.limitBytes);
    return await use({ fileName, fields, open: () => createReadStream(target) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function receive(
  request: Request,
  target: string,
  limitBytes: number,
): Promise<{ fileName: string; fields: Record<string, string> }> {
  if (request.body === null)
    throw new DomainError("invalid-input", "The form is empty. Send the file in a field named file.");
  const form = openForm(request, limitBytes);
  const fields: Record<string, string> = {};
  const files: { name: string; written: Promise<void> }[] = [];
  let truncated = false;
  form.on("field", (name, value) => {
    fields[name] = value;
  });
  form.on("file", (field, stream, name) => {
    if (field !== "file" || files.length > 0) {
      stream.resume();
      return;
    }
    stream.on("limit", () => {
      truncated = true;
    });
    const written = pipeline(stream, createWriteStream(target));
    // Awaited below; without a handler of its own an early failure would end the process.
    written.catch(() => form.destroy());
    files.push({ name, written });
  });
  try {
    // The stream of the fetch API and Node's own are the same thing with two type declarations.
    await pipeline(Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]), form);
  } catch (cause) {
    await files[0]?.written.catch((error: unknown) => {
      throw writeFailure(error);
    });
    throw new DomainError("invalid-input", "The upload ended early or is not a valid form. Send it again.", [], {
      cause,
    });
  }
  const [file] = files;
  if (file === undefined)
    throw new DomainError("invalid-input", "The form has no file. Send it in a field named file.");
  await file.written.catch((error: unknown) => {
    throw writeFailure(error);
  });
  if (truncated) throw tooLarge(limitBytes);
  return { fileName: file.name, fields };
}

function openForm(request: Request, limitBytes: number): InstanceType<typeof Busboy> {
  const headers: BusboyHeaders = { "content-type": request.headers.get("content-type") ?? "" };
  try {
    return new Busboy({ headers, limits: { fileSize: limitBytes, files: 2, fields: 20, fieldSize: FIELD_BYTES } });
  } catch (cause) {
    throw new DomainError("invalid-input", "The content type names no boundary: the form cannot be read.", [], {
      cause,
    });
  }
}

function writeFailure(cause: unknown): Error {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new DomainError(
      "unavailable",
      "The disk is full: the file could not be received. Nothing was imported.",
      [],
      { cause },
    );
  }
  return cause instanceof Error ? cause : new Error(String(cause));
}

function tooLarge(limitBytes: number): DomainError {
  return new DomainError(
    "payload-too-large",
    `The file is larger than ${Math.round(limitBytes / 1024 / 1024)} MB. Split it into several datasets.`,
  );
}
