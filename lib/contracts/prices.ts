import { z } from "zod";
import { modelPriceSchema } from "@/lib/core/pricing/model-price";
import { isoTime } from "./common";

/** The most rows a table may have. */
export const PRICE_ROWS_MAX = 2000;

export const putPricesRequest = z.strictObject({
  /** The whole table; what is left out has no price any more. */
  rows: z.array(modelPriceSchema).max(PRICE_ROWS_MAX),
  /** The version the edit rests on (0: the shipped prices). A stale one is refused with 409. */
  version: z.number().int({ error: "version must be the table's version" }).min(0),
  reason: z.string().trim().max(500).optional(),
});
export type PutPricesRequest = z.input<typeof putPricesRequest>;

export const priceTableResponse = z.object({
  /** 0: the shipped prices, never edited here. */
  version: z.number().int(),
  /** The version in words, as runs note it: `shipped 2026-08-05`, `v3`. */
  label: z.string(),
  rows: z.array(modelPriceSchema.extend({ origin: z.enum(["shipped", "own"]) })),
  /** The prices that this release ships with. */
  shipped: z.object({ date: z.string(), rows: z.array(modelPriceSchema) }),
  /** Changes, newest first. */
  history: z.array(
    z.object({
      version: z.number().int(),
      at: isoTime,
      actor: z.string(),
      reason: z.string().nullable(),
      source: z.enum(["launch", "ui", "api", "auto"]),
      /** What became of rows against the version before. */
      changes: z.array(
        z.object({
          provider: z.string(),
          model: z.string(),
          before: modelPriceSchema.nullable(),
          after: modelPriceSchema.nullable(),
        }),
      ),
    }),
  ),
});
export type PriceTableResponse = z.infer<typeof priceTableResponse>;
