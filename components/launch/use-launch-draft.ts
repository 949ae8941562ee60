"use client";

import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useCallback, useEffect, useRef, useState } from "react";
import { newIdempotencyKey } from "@/lib/client/idempotency-key";
import { emptyTexts, LAUNCH_PARAMS, type LaunchDraft, type LaunchParams, type LaunchTexts } from "./launch-draft";
import { readStoredTexts, storeTexts } from "./stored-texts";

/** The form's values. Most of them live in the address; texts live in this browser, under the draft's id. */
export function useLaunchDraft() {
  const [params, setParams] = useQueryStates(LAUNCH_PARAMS, { history: "replace", shallow: true });
  const [draftId, setDraftId] = useQueryState("draft", parseAsString.withOptions({ history: "replace" }));
  const [texts, setTexts] = useState<LaunchTexts>(emptyTexts);
  const touched = useRef(false);
  const [kept, setKept] = useState(true);
  const [elsewhere, setElsewhere] = useState(false);

  // After the first drawing, which has to be the server's: it knows no storage of this browser.
  useEffect(() => {
    if (draftId === null || touched.current) return;
    const stored = readStoredTexts(draftId);
    if (stored !== null) setTexts(stored);
    setElsewhere(stored === null);
  }, [draftId]);

  useEffect(() => {
    if (draftId !== null && touched.current) setKept(storeTexts(draftId, texts));
  }, [draftId, texts]);

  const patch = useCallback(
    (change: Partial<LaunchParams>) => {
      setParams(change).catch(() => {
        // The browser limits how often an address may change; the value itself is kept.
      });
    },
    [setParams],
  );
  const patchTexts = useCallback(
    (change: Partial<LaunchTexts>) => {
      touched.current = true;
      setElsewhere(false);
      if (draftId === null) {
        setDraftId(newIdempotencyKey().slice(0, 8)).catch(() => {
          // As above.
        });
      }
      setTexts((before) => ({ ...before, ...change }));
    },
    [draftId, setDraftId],
  );
  const draft: LaunchDraft = { ...params, ...texts };
  return { draft, patch, patchTexts, kept, elsewhere, unknown: useUnknownValues(params) };
}

/** What the address said when the page was opened and the form has no such choice for: `priority=urgent`. */
function useUnknownValues(params: LaunchParams): readonly string[] {
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const first = useRef(params);
  useEffect(() => {
    const given = new URLSearchParams(window.location.search);
    const unread = Object.keys(LAUNCH_PARAMS).filter((name) => isParam(name) && first.current[name] === null);
    setUnknown(unread.flatMap((name) => (given.get(name) ? [`${name}=${given.get(name)}`] : [])));
  }, []);
  return unknown;
}

function isParam(name: string): name is keyof LaunchParams {
  return name in LAUNCH_PARAMS;
}
