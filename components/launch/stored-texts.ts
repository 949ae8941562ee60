import { z } from "zod";
import { rowKey } from "./evaluator-draft";
import { type LaunchTexts, launchTextsSchema } from "./launch-draft";

const KEY = "launch-draft:";
/** So many drafts are kept; the oldest make room. */
const KEPT = 20;

/** `at`: epoch ms. */
const storedSchema = z.object({ at: z.number(), texts: launchTextsSchema });

/** Texts of a draft that this browser has seen, null where there are none or they are of another version. */
export function readStoredTexts(draftId: string): LaunchTexts | null {
  try {
    const texts = parsed(localStorage.getItem(KEY + draftId))?.texts;
    if (texts === undefined) return null;
    // Keys of an earlier page could be those of new rows of this one.
    return { ...texts, evaluators: texts.evaluators.map((evaluator) => ({ ...evaluator, key: rowKey() })) };
  } catch {
    // Storage is switched off: the form starts empty.
    return null;
  }
}

/** False where this browser keeps nothing: what was typed lasts as long as the page. */
export function storeTexts(draftId: string, texts: LaunchTexts): boolean {
  try {
    const value = JSON.stringify({ at: Date.now(), texts });
    try {
      localStorage.setItem(KEY + draftId, value);
    } catch {
      // Full: older drafts make room.
      forgetOldest(0, draftId);
      localStorage.setItem(KEY + draftId, value);
    }
    forgetOldest(KEPT, draftId);
    return true;
  } catch {
    return false;
  }
}

function forgetOldest(kept: number, except: string): void {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY) && key !== KEY + except);
  if (keys.length < kept) return;
  const byAge = keys
    .map((key) => ({ key, at: parsed(localStorage.getItem(key))?.at ?? 0 }))
    .sort((a, b) => b.at - a.at);
  for (const { key } of byAge.slice(Math.max(0, kept - 1))) localStorage.removeItem(key);
}

function parsed(stored: string | null): z.infer<typeof storedSchema> | undefined {
  if (stored === null) return undefined;
  try {
    return storedSchema.safeParse(JSON.parse(stored)).data;
  } catch {
    return undefined;
  }
}
