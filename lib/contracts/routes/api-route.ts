import { z } from "zod";

/** One operation of the HTTP API: what goes in, what comes out, how it may be refused. */
export interface ApiRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly tag:
    | "activity"
    | "settings"
    | "rubrics"
    | "providers"
    | "pools"
    | "prices"
    | "presets"
    | "datasets"
    | "runs"
    | "compare"
    | "views"
    | "service";
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON. Where every field is optional the body may be left out. */
  readonly body?: z.ZodType;
  /** Largest JSON body, bytes. */
  readonly bodyLimit?: number;
  /** The handler reads the body itself: it may be a file. */
  readonly rawBody?: boolean;
  /** Names in lower case. */
  readonly headers?: z.ZodObject;
  readonly status: 200 | 201 | 204;
  /** JSON; absent where the answer is empty or has another type. */
  readonly response?: z.ZodType;
  /** Content types of an answer that is not JSON. */
  readonly produces?: readonly string[];
  /** Statuses of refusals beyond 400 and 500. */
  readonly refusals?: readonly (403 | 404 | 409 | 413 | 422 | 503)[];
}

/** Largest JSON body of a dataset, bytes; larger ones come as a file. */
export const DATASET_BODY_LIMIT = 25 * 1024 * 1024;
/** Largest JSON body of everything else, bytes. */
export const JSON_BODY_LIMIT = 1024 * 1024;
/** Largest JSON body of a matrix, bytes: each of its targets carries its prompt. */
export const GROUP_BODY_LIMIT = 16 * 1024 * 1024;
/** Largest uploaded file, bytes. */
export const UPLOAD_LIMIT = 1024 * 1024 * 1024;

/** What is kept has such an id. */
export const id = z.string().min(1).max(100);
