import type { OddCases } from "@/lib/core/datasets/case-oddities";
import type { Limits } from "@/lib/core/limits/limits";
import type { ModelPrice } from "@/lib/core/pricing/model-price";
import type { EvaluatorConfig } from "@/lib/core/scoring/evaluator-config";
import type { LivePool } from "@/lib/engine/ports/live-state";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { DatasetRecord } from "@/lib/persistence/dataset-store";
import type { ProviderRecord } from "@/lib/persistence/provider-store";
import type { CallHistory } from "./call-history";
import type { CreateRun } from "./create-run";
import type { ExpectedTokens } from "./expected-tokens";
import type { ForecastJudges } from "./forecast-judges";
import type { UnfitCase } from "./token-fit";

/** A launch, with all that its forecast rests on. */
export interface ForecastLaunch {
  readonly request: CreateRun;
  /** With the texts of the rubrics that they name. */
  readonly evaluators: readonly EvaluatorConfig[];
  readonly judging: ForecastJudges;
  readonly dataset: DatasetRecord;
  readonly provider: ProviderRecord;
  readonly pool: PoolRecord;
  readonly own: Limits | null;
  /** In force: the lower of the run's own and the pool's. */
  readonly limits: Limits;
  readonly history: CallHistory;
  /** What the provider's headers told of the account. */
  readonly learned: LivePool["learned"];
  readonly tokens: ExpectedTokens;
  /** Cases of the dataset that are empty, duplicates, or longer than the model's context. */
  readonly odd: OddCases;
  /** A case that could never start; null: none is known. */
  readonly unfit: UnfitCase | null;
  /** The model's row in the price table of `priceVersion`; null: it has none. */
  readonly price: ModelPrice | null;
  readonly priceVersion: string;
}
