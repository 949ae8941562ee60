import type { z } from "zod";
import {
  type CreateProviderRequest,
  createProviderRequest,
  type ProviderResponse,
  updateProviderRequest,
} from "@/lib/contracts/providers";
import { limitsSchema } from "@/lib/core/limits/limits";
import { type ProviderKind, STARTER_PRESET_OF_KIND, STARTER_PRESETS } from "@/lib/core/limits/starter-limits";
import { draftOfLimits, type LimitsDraft, readLimitsDraft } from "../limit-fields/limits-draft";
import { type SimulatedValues, simulatedBody, simulatedProblem, simulatedValues } from "./simulated-values";

/** What the form holds: the contract's fields as text, under the contract's names. */
export interface ProviderValues {
  name: string;
  kind: ProviderKind;
  baseUrl: string;
  /** Empty: as it is. */
  apiKey: string;
  removeKey: boolean;
  /** One a line, or with commas. */
  models: string;
  simulated: SimulatedValues;
  limitsFrom: "preset" | "own";
  /** `slug@n`; empty: the starter preset of the kind. */
  preset: string;
  limits: LimitsDraft;
}

export type UpdateProviderBody = z.input<typeof updateProviderRequest>;
/** Field path → what is wrong. */
export type Problems = Record<string, string>;
export type ReadProvider<B> = { readonly body: B } | { readonly problems: Problems };

export function newProviderValues(kind: ProviderKind): ProviderValues {
  return {
    name: "",
    kind,
    baseUrl: "",
    apiKey: "",
    removeKey: false,
    models: "",
    simulated: simulatedValues(null),
    limitsFrom: "preset",
    preset: "",
    limits: draftOfLimits(starterLimits(kind)),
  };
}

export function valuesOfProvider(provider: ProviderResponse): ProviderValues {
  return {
    ...newProviderValues(provider.kind),
    name: provider.name,
    baseUrl: provider.baseUrl ?? "",
    models: provider.models.join("\n"),
    simulated: simulatedValues(provider.simulated),
  };
}

function starterLimits(kind: ProviderKind) {
  const slug = STARTER_PRESET_OF_KIND[kind];
  const starter = STARTER_PRESETS.find((preset) => preset.slug === slug);
  return starter?.limits ?? limitsSchema.parse({ requestsPerSecond: 1, burst: 1, concurrency: 1 });
}

/** The request that creates the provider, or what is wrong with each field. */
export function readNewProvider(values: ProviderValues): ReadProvider<CreateProviderRequest> {
  const simulated = values.kind === "simulated";
  const own = readLimitsDraft(values.limits);
  const body = {
    name: values.name,
    kind: values.kind,
    ...(simulated || values.baseUrl.trim() === "" ? {} : { baseUrl: values.baseUrl.trim() }),
    ...(simulated || values.apiKey.trim() === "" ? {} : { apiKey: values.apiKey }),
    models: modelList(values.models),
    ...(simulated ? { simulated: simulatedBody(values.simulated) } : {}),
    ...(values.limitsFrom === "preset" && values.preset !== "" ? { preset: values.preset } : {}),
    ...(values.limitsFrom === "own" && own.limits !== null ? { limits: own.limits } : {}),
  };
  const problems = problemsOf(createProviderRequest, body);
  if (values.limitsFrom === "own") {
    for (const [field, says] of Object.entries(own.problems)) problems[`limits.${field}`] = says;
  }
  return Object.keys(problems).length > 0 ? { problems } : { body };
}

/** The request that changes a provider; only what the form can change, the key only where one was typed. */
export function readProviderChange(
  values: ProviderValues,
  provider: ProviderResponse,
): ReadProvider<UpdateProviderBody> {
  const simulated = provider.kind === "simulated";
  const url = values.baseUrl.trim();
  const key = values.removeKey ? { apiKey: null } : values.apiKey.trim() === "" ? {} : { apiKey: values.apiKey };
  const body = {
    name: values.name,
    models: modelList(values.models),
    ...(simulated ? { simulated: simulatedBody(values.simulated) } : { baseUrl: url === "" ? null : url, ...key }),
  };
  const problems = problemsOf(updateProviderRequest, body);
  if (provider.kind === "openai-compatible" && url === "") {
    problems.baseUrl = "An OpenAI-compatible provider needs a base URL, e.g. http://localhost:8000/v1";
  }
  return Object.keys(problems).length > 0 ? { problems } : { body };
}

/** One model a line, or several with commas; each once. */
export function modelList(text: string): string[] {
  const names = text.split(/[\n,]/).map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

function problemsOf(schema: z.ZodType, body: unknown): Problems {
  const parsed = schema.safeParse(body, { error: (issue) => simulatedProblem(issue) });
  if (parsed.success) return {};
  return Object.fromEntries(
    // The first remark of a field is the nearest to what was typed.
    parsed.error.issues.map((issue) => [fieldOf(issue.path), sentence(issue.message)] as const).reverse(),
  );
}

// All lines of the models field are one field of the form.
function fieldOf(path: readonly PropertyKey[]): string {
  return path[0] === "models"
    ? "models"
    : path[0] === "simulated" && path[1] === "retryAfter"
      ? "simulated.retryAfterSeconds"
      : path.map(String).join(".");
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
