"use client";

import { useSearchParams } from "next/navigation";
import { type UseQueryStatesKeysMap, useQueryStates } from "nuqs";
import { notUnderstood, type ParamReader } from "./not-understood";
import { Notice } from "./notice";

/** Says quietly what of the address was not understood, and offers to take it out. `params`: what the page reads. */
export function UrlNotice({ params }: { params: UseQueryStatesKeysMap & Readonly<Record<string, ParamReader>> }) {
  // Null outside of the app's router.
  const search: Pick<URLSearchParams, "get"> | null = useSearchParams();
  const [, setParams] = useQueryStates(params, { history: "replace" });
  const ignored = search === null ? [] : notUnderstood(search, params);
  if (ignored.length === 0) return null;
  const remove = () => void setParams(Object.fromEntries(ignored.map(({ name }) => [name, null])));
  const named = ignored.map(({ name, value }) => `${name}=${value.slice(0, 40)}`).join(", ");
  return (
    <Notice level="info" className="mb-3" fixes={[{ label: "Take it out", onApply: remove }]}>
      Not understood in the address, and ignored: <code className="break-all">{named}</code>.
    </Notice>
  );
}
