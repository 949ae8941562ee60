"use client";

import { type FormEvent, useId, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { type PresetDetailResponse, type PresetVersionResponse, presetLabelName } from "@/lib/contracts/presets";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import type { LabelMoves } from "./use-label-moves";

/** Points a label, a new one or one that is elsewhere, to a version. */
export function MoveLabel({
  preset,
  version,
  moves,
  onClose,
}: {
  preset: PresetDetailResponse;
  version: PresetVersionResponse;
  moves: LabelMoves;
  onClose: () => void;
}) {
  const formId = useId();
  const elsewhere = preset.labels.filter((label) => label.version !== version.n);
  const [name, setName] = useState(elsewhere[0]?.name ?? (preset.labels.length === 0 ? "default" : ""));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const checked = presetLabelName.safeParse(name.trim());
  const known = preset.labels.find((label) => label.name === name.trim());
  const problem = checked.success ? undefined : checked.error.issues[0]?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!checked.success || moves.busy) {
      document.getElementById(`${formId}-name`)?.focus();
      return;
    }
    moves.point(checked.data, version.n, reason.trim(), onClose);
  };
  const close = () => {
    moves.reset();
    onClose();
  };
  const says =
    known === undefined
      ? `New: ${preset.slug}@${name.trim() || "label"} will mean v${version.n}.`
      : known.version === version.n
        ? `It points to v${version.n} already.`
        : `It moves from v${known.version} to v${version.n}. What was started with it keeps v${known.version}.`;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={`Point a label to v${version.n}`}
      description={`Runs and pools that are given ${preset.slug}@label from now on get this version.`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={moves.busy}>
            {known === undefined ? "Make label" : "Move label"}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-3">
        {moves.error !== null && <ErrorBand message={errorMessage(moves.error)} />}
        <Field id={`${formId}-name`} label="Label" error={tried ? problem : undefined} hint={says}>
          <TextInput
            value={name}
            list={`${formId}-known`}
            maxLength={31}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => {
              moves.reset();
              setName(event.target.value);
            }}
          />
        </Field>
        <datalist id={`${formId}-known`}>
          {preset.labels.map((label) => (
            <option key={label.name} value={label.name} />
          ))}
        </datalist>
        <Field label="Reason" optional>
          <TextInput
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
