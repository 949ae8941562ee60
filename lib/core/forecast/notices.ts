import { budgetNotices, datasetNotices, historyNotices, ownRetriesNotices, providerNotices } from "./launch-notices";
import { limitNotices, poolNotices } from "./limit-notices";
import type { Notice } from "./notice";
import type { NoticeInput } from "./notice-input";

const ORDER = { block: 0, warn: 1, info: 2 } as const;

/** What to know before launching, the gravest first; within a level in the order of the form. */
export function forecastNotices(input: NoticeInput): Notice[] {
  const found = [
    ...providerNotices(input),
    ...datasetNotices(input),
    ...limitNotices(input),
    ...poolNotices(input),
    ...budgetNotices(input),
    ...historyNotices(input),
    ...ownRetriesNotices(input),
  ];
  return found.sort((a, b) => ORDER[a.level] - ORDER[b.level]);
}
