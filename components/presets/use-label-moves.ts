"use client";

import { useMutation } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { movePresetLabelMutation, removePresetLabelMutation } from "@/lib/client/presets";
import type { PresetDetailResponse, PresetLabelResponse } from "@/lib/contracts/presets";
import { toast } from "../ui/toast";

const UNDO_MS = 10_000;

export type LabelMoves = ReturnType<typeof useLabelMoves>;

/** Moves labels of a preset, and offers to move them back. */
export function useLabelMoves({ slug, labels }: PresetDetailResponse) {
  const move = useMutation(movePresetLabelMutation());
  const remove = useMutation(removePresetLabelMutation());
  const failed = (error: Error) => void toast.error(errorMessage(error));
  const told = (text: string, undo: () => void) =>
    toast.success(text, { duration: UNDO_MS, action: { label: "Undo", onClick: undo } });
  const putBack = (label: PresetLabelResponse, expected: number | null) =>
    move.mutate(
      { slug, label: label.name, body: { version: label.version, expected, reason: "Undo" } },
      { onSuccess: () => void toast.success(`${label.name} is at v${label.version} again`), onError: failed },
    );
  const takeAway = (name: string) =>
    remove.mutate(
      { slug, label: name },
      { onSuccess: () => void toast.success(`${name} is taken away again`), onError: failed },
    );

  return {
    point: (name: string, version: number, reason: string, onDone: () => void) => {
      const before = labels.find((label) => label.name === name);
      const body = { version, expected: before?.version ?? null, ...(reason === "" ? {} : { reason }) };
      move.mutate(
        { slug, label: name, body },
        {
          onSuccess: () => {
            told(`${slug}@${name} is v${version}`, () =>
              before === undefined ? takeAway(name) : putBack(before, version),
            );
            onDone();
          },
        },
      );
    },
    remove: (label: PresetLabelResponse) => {
      move.reset();
      remove.mutate(
        { slug, label: label.name },
        { onSuccess: () => void told(`${label.name} is removed`, () => putBack(label, null)), onError: failed },
      );
    },
    busy: move.isPending,
    error: move.error,
    /** Why the newest move, removal or way back was refused. */
    refused: move.error ?? remove.error,
    reset: () => {
      move.reset();
      remove.reset();
    },
  };
}
