import type { z } from "zod";
import { BUILD_HEADER } from "@/lib/contracts/build";
import type { ErrorResponse } from "@/lib/contracts/common";
import type { Issue } from "@/lib/core/errors";
import { noteBuild } from "./build-watch";

/**
 * A request that failed. `status` is 0 where no answer came (`code: "network"`). Its message is fit to be shown.
 * Codes are those of the API, and: `network` (no answer), `cancelled` (by the user), `unexpected-answer` (what answered is not our server, or it was cut off).
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly issues: readonly Issue[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What to tell of any failure of a request. */
export function errorMessage(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return "Something went wrong in this page. Reload it to go on.";
}

/** What was asked for is not there, or not any more. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

type QueryValue = string | number | boolean | null | undefined | readonly string[];

/** A path with its query; what is null, undefined or an empty list is left out, lists are joined by commas. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    const text = typeof value === "object" ? value.join(",") : String(value);
    if (text !== "") params.set(key, text);
  }
  const text = params.toString();
  return text === "" ? path : `${path}?${text}`;
}

interface RequestOptions {
  signal?: AbortSignal;
  /** Makes a repeated POST count once. */
  idempotencyKey?: string;
}

/** GETs what the server checked by the contract `T` before it sent it. @throws {ApiError} */
export async function apiGet<T extends z.ZodType>(path: string, options: RequestOptions = {}): Promise<z.output<T>> {
  return readAnswer<T>(await request(path, { method: "GET" }, options));
}

/** Sends JSON; the answer is of the contract `T`, as with `apiGet`. @throws {ApiError} */
export async function apiSend<T extends z.ZodType>(
  method: "POST" | "PATCH" | "PUT" | "DELETE",
  path: string,
  body: unknown,
  options: RequestOptions = {},
): Promise<z.output<T>> {
  const init = { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return readAnswer<T>(await request(path, init, options));
}

/**
 * Sends a form with files, telling how much of it has gone; the answer is of the contract `T`. @throws {ApiError}
 */
export async function apiUpload<T extends z.ZodType>(
  path: string,
  form: FormData,
  options: { signal?: AbortSignal; onProgress?: (sentShare: number) => void } = {},
): Promise<z.output<T>> {
  const response = await sendForm(path, form, options);
  if (!response.ok) throw await readError(response);
  return readAnswer<T>(response);
}

// XMLHttpRequest, because fetch does not tell how much of a body was sent.
function sendForm(
  path: string,
  form: FormData,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (sentShare: number) => void },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    const abort = () => upload.abort();
    const done = () => signal?.removeEventListener("abort", abort);
    upload.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    upload.addEventListener("load", () => {
      done();
      const build = upload.getResponseHeader(BUILD_HEADER);
      const headers: HeadersInit = build === null ? {} : { [BUILD_HEADER]: build };
      resolve(new Response(upload.responseText, { status: upload.status, headers }));
    });
    upload.addEventListener("error", () => {
      done();
      reject(noAnswer(undefined));
    });
    upload.addEventListener("abort", () => {
      done();
      reject(new ApiError("cancelled", "The upload was cancelled. Nothing was imported.", 0));
    });
    upload.open("POST", path);
    upload.setRequestHeader("accept", "application/json");
    signal?.addEventListener("abort", abort);
    upload.send(form);
  });
}

/** @throws {ApiError} */
export async function apiDelete(path: string): Promise<void> {
  await request(path, { method: "DELETE" }, {});
}

async function request(path: string, init: RequestInit, options: RequestOptions): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  if (options.idempotencyKey !== undefined) headers.set("idempotency-key", options.idempotencyKey);
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      headers,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw noAnswer(cause);
  }
  if (!response.ok) throw await readError(response);
  return response;
}

function noAnswer(cause: unknown): ApiError {
  const offline = typeof navigator !== "undefined" && !navigator.onLine;
  const message = offline
    ? "You are offline. Nothing was sent; try again when the connection is back."
    : "The server did not answer. Check that it is running, then try again.";
  return new ApiError("network", message, 0, [], { cause });
}

/** What a refused request says of itself. Exported for streams, which read their answer themselves. */
export async function readError(response: Response): Promise<ApiError> {
  noteBuild(response);
  const body: unknown = await response.json().catch(() => null);
  if (isErrorBody(body)) {
    const { code, message, issues = [] } = body.error;
    const known = issues.map(({ path, message, line }) => ({ path, message, ...(line === undefined ? {} : { line }) }));
    return new ApiError(code, message, response.status, known);
  }
  return new ApiError(
    "unexpected-answer",
    `The server answered ${response.status} without saying why. Try again.`,
    response.status,
  );
}

/** Looked at closely: a refusal may come from anything on the way, and its words are shown. */
function isErrorBody(body: unknown): body is ErrorResponse {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("code" in error) || !("message" in error)) return false;
  if (typeof error.code !== "string" || typeof error.message !== "string") return false;
  return !("issues" in error) || (Array.isArray(error.issues) && error.issues.every(isIssue));
}

function isIssue(issue: unknown): issue is Issue {
  if (typeof issue !== "object" || issue === null || !("path" in issue) || !("message" in issue)) return false;
  return typeof issue.path === "string" && typeof issue.message === "string";
}

/**
 * Refuses what did not come from our server: a proxy's page, a sign-in form. Exported for streams, which read their
 * answer themselves. @throws {ApiError}
 */
export function checkOrigin(response: Response): void {
  if (noteBuild(response)) return;
  throw new ApiError(
    "unexpected-answer",
    "Something between this page and the server answered in its place. Check the network, then try again.",
    response.status,
  );
}

async function readAnswer<T extends z.ZodType>(response: Response): Promise<z.output<T>> {
  checkOrigin(response);
  try {
    // The server parsed it by this very contract before it sent it. One of another version keeps to /api/v1 as well.
    return (await response.json()) as z.output<T>;
  } catch (cause) {
    throw new ApiError("unexpected-answer", "The server's answer was cut off. Try again.", response.status, [], {
      cause,
    });
  }
}
