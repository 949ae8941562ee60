import type { Clock } from "@/lib/core/clock";
import { DomainError } from "@/lib/core/errors";
import type { BoundByMemory } from "@/lib/core/runs/bound-by-hysteresis";
import type { Tokenizer } from "@/lib/core/tokens/count-tokens";
import type { EngineLogger, EventBus } from "@/lib/engine/ports/engine-events";
import type { Supervisor } from "@/lib/engine/ports/live-state";
import type { Stores } from "@/lib/persistence/open-stores";

/** Who acts. Until there are accounts it is the local owner. */
export interface Actor {
  readonly workspaceId: string;
  readonly personId: string;
  /** Stands in every record of a change. */
  readonly name: string;
  readonly role: "owner" | "admin" | "member" | "viewer";
}

/** Encrypts provider keys; `owner` ties a sealed text to the provider it belongs to. */
export interface KeyBox {
  seal(text: string, owner: string): string;
}

/** What every use case gets: who acts, and with what. */
export interface ServiceContext {
  readonly actor: Actor;
  /** Where the request came from: our own pages, or a program. Stands in every record of a change of limits. */
  readonly source: "ui" | "api";
  readonly stores: Stores;
  readonly supervisor: Supervisor;
  readonly bus: EventBus;
  readonly keys: KeyBox;
  readonly tokenizer: Tokenizer;
  readonly clock: Clock;
  /** What each active run's page says that binds it, so that the verdict does not flicker. */
  readonly verdicts: Map<string, BoundByMemory>;
  /** A provider's connection changed (key, URL, settings): later calls, also of running runs, use the new one. */
  providerChanged(providerId: string): void;
  readonly logger: EngineLogger;
  /** A new id, with a prefix that tells people what it is of. */
  newId(prefix: "prv" | "pool" | "pre" | "ds" | "run" | "grp" | "prc" | "act" | "view"): string;
}

/** The refusal of a use case that names something which is not there, or not in this workspace. */
export function notFound(what: string, id: string): DomainError {
  return new DomainError("not-found", `There is no ${what} ${id}. It may have been removed, or the id is mistyped.`);
}
