import type { PresetVersionResponse } from "@/lib/contracts/presets";
import { limitRows } from "../limit-fields/limit-rows";

/** The version that gave a limit the value which it has in version `n`. */
export function setBy(key: string, n: number, history: readonly PresetVersionResponse[]): PresetVersionResponse {
  const upTo = history.filter((version) => version.n <= n).toSorted((a, b) => b.n - a.n);
  const [newest] = upTo;
  if (newest === undefined) throw new Error(`the history does not go back to version ${n}`);
  const value = shownValue(key, newest);
  const other = upTo.findIndex((version) => shownValue(key, version) !== value);
  return upTo.at(other === -1 ? -1 : other - 1) ?? newest;
}

function shownValue(key: string, version: PresetVersionResponse): string | undefined {
  return limitRows(version.limits).find((row) => row.key === key)?.value;
}
