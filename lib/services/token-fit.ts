import { DomainError } from "@/lib/core/errors";
import {
  TOKEN_DIMENSIONS,
  type TokenCount,
  type TokenLimits,
  type TokenMisfit,
  tokenDimensionWords,
  tokenLimit,
  tokenLimitField,
  tokenMisfit,
} from "@/lib/core/limits/token-budget";
import type { RunSample, RunTarget } from "@/lib/core/runs/run-config";
import { PromptTokens } from "@/lib/core/tokens/prompt-tokens";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { ServiceContext } from "./context";

/** Of so many cases with the longest values the tokens are counted. */
const LOOKED_AT = 20;
/** No tokenizer makes more of a character (a unit of UTF-16 is three bytes at most, and a token one at least). */
const TOKENS_PER_CHARACTER_MAX = 3;

/** A case that can never start under the limits given. */
export interface UnfitCase {
  /** Null: not even an empty case fits. */
  readonly caseId: string | null;
  readonly misfit: TokenMisfit;
}

/**
 * The case that exceeds a limit on tokens most, of those with the longest values; null where all fit. All the output that
 * a call may ask for is counted. Mostly the longest value of each variable, kept since the import, is answer enough.
 */
export async function findUnfitCase(
  context: ServiceContext,
  dataset: DatasetRecord,
  launch: { readonly target: RunTarget; readonly sample: RunSample },
  limits: readonly TokenLimits[],
): Promise<UnfitCase | null> {
  const limited = limits.filter((each) => TOKEN_DIMENSIONS.some((dimension) => tokenLimit(each, dimension) !== null));
  if (limited.length === 0) return null;
  await context.tokenizer.ready();
  const prompt = new PromptTokens(launch.target, context.tokenizer.count);
  const output = launch.target.params.maxOutputTokens ?? 0;
  const worst = (count: TokenCount) => worstMisfit(limited, count);

  const empty = worst({ input: prompt.shared, output });
  if (empty !== null) return { caseId: null, misfit: empty };
  const most = prompt.shared + TOKENS_PER_CHARACTER_MAX * mostCharacters(dataset, prompt.variables);
  if (worst({ input: most, output }) === null) return null;

  const longest = await context.stores.datasets.longestCases({
    datasetId: dataset.id,
    datasetCases: dataset.caseCount,
    sample: launch.sample,
    variables: prompt.variables,
    limit: LOOKED_AT,
  });
  let found: UnfitCase | null = null;
  for (const { id, vars } of longest) {
    const misfit = worst({ input: prompt.of(vars), output });
    if (misfit !== null && (found === null || misfit.needed > found.misfit.needed)) found = { caseId: id, misfit };
  }
  return found;
}

/** @throws DomainError infeasible, where a case can never start */
export async function refuseUnfitCases(...args: Parameters<typeof findUnfitCase>): Promise<void> {
  const unfit = await findUnfitCase(...args);
  if (unfit === null) return;
  const message = unfitWords(unfit);
  throw new DomainError("infeasible", message, [
    { path: `limits.${tokenLimitField(unfit.misfit.dimension)}`, message },
  ]);
}

/** What does not fit, by how much, and what to do. */
export function unfitWords({ caseId, misfit }: UnfitCase): string {
  const { dimension, needed, perMinute } = misfit;
  const who = caseId === null ? "Every case" : `Case "${caseId}"`;
  const [needs, allowed] = [needed, perMinute].map((n) => n.toLocaleString("en"));
  const counted = dimension === "total" ? " (prompt and maxOutputTokens)" : "";
  const ways = caseId === null ? "or shorten the prompt" : "shorten the prompt, or leave the case out";
  return `${who} needs about ${needs} ${tokenDimensionWords(dimension)}${counted}, and the limit is ${allowed} per minute: it could never start. Raise ${tokenLimitField(dimension)}, ${ways}.`;
}

function worstMisfit(limits: readonly TokenLimits[], count: TokenCount): TokenMisfit | null {
  return limits.reduce<TokenMisfit | null>((worst, each) => {
    const misfit = tokenMisfit(each, count);
    if (misfit === null || worst === null) return misfit ?? worst;
    return misfit.needed / misfit.perMinute > worst.needed / worst.perMinute ? misfit : worst;
  }, null);
}

/** Infinity for a dataset of before the longest values were kept. */
function mostCharacters(dataset: DatasetRecord, variables: readonly string[]): number {
  return variables.reduce((sum, name) => {
    const variable = dataset.variables.find((each) => each.name === name);
    return sum + (variable === undefined ? 0 : (variable.longest ?? Number.POSITIVE_INFINITY));
  }, 0);
}
