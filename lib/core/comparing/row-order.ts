/**
 * In which order compared cases are listed. `change`: regressions first. `case`: as in the dataset. `-latency`: what
 * became slower first, `latency`: what became faster first; `-cost` and `cost` likewise, dearer and cheaper.
 */
export const ROW_ORDERS = ["change", "case", "-latency", "latency", "-cost", "cost"] as const;
export type RowOrder = (typeof ROW_ORDERS)[number];

/** By how much a figure of the candidate differs from the baseline's. */
export interface DifferenceOrder {
  readonly figure: "latency" | "cost";
  /** The greatest rise first; else the greatest fall. */
  readonly descending: boolean;
}

/** null: not by a difference. */
export function differenceOrder(order: RowOrder): DifferenceOrder | null {
  if (order === "change" || order === "case") return null;
  return { figure: order.endsWith("latency") ? "latency" : "cost", descending: order.startsWith("-") };
}
