import { limitsSchema } from "@/lib/core/limits/limits";
import type { PoolRecord } from "@/lib/engine/ports/pool-records";
import type { Pool } from "./generated/sqlite/client";
import { parseStored } from "./stored-json";

/** A stored pool as the rest of the application sees it. */
export function toPoolRecord(row: Pool): PoolRecord {
  return {
    id: row.id,
    providerId: row.providerId,
    model: row.model,
    limits: parseStored(limitsSchema, row.limits),
    revision: row.revision,
    origin: row.origin,
  };
}
