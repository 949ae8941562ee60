import { type ActivityObjectKind, KIND_OF_OBJECT } from "@/lib/core/activity";
import type { ServiceContext } from "./context";

/** What was done, to what. The context says by whom, from where and when. */
export interface DoneActivity {
  /** In the past tense: `paused`. */
  readonly action: string;
  readonly object: { readonly kind: ActivityObjectKind; readonly id: string; readonly name: string };
  /** What became of what, in words. */
  readonly change?: string | null;
  readonly reason?: string | null;
}

/**
 * Keeps who did what. It is called after the deed: where it cannot be written the deed stands all the same, and the
 * log says what is missing. Changes of limits and prices, versions of presets and moves of their labels have tables of their own and need no call.
 */
export async function recordActivity(context: ServiceContext, done: DoneActivity): Promise<void> {
  const { actor, clock, logger, newId, source, stores } = context;
  try {
    await stores.activity.add({
      id: newId("act"),
      workspaceId: actor.workspaceId,
      at: clock.now(),
      actor: actor.name,
      source,
      kind: KIND_OF_OBJECT[done.object.kind],
      action: done.action,
      object: done.object,
      change: done.change ?? null,
      reason: done.reason ?? null,
    });
  } catch (err) {
    logger.error({ err, done }, "what was done could not be recorded");
  }
}
