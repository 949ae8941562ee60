"use client";

import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import type { PriceTableResponse } from "@/lib/contracts/prices";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import type { PriceRow } from "./price-draft";
import { usePriceEdits } from "./use-price-edits";

/** Without its price a model's cost is unknown from the next launch on. */
export function RemovePrice({
  table,
  row,
  onClose,
}: {
  table: PriceTableResponse;
  row: PriceRow;
  onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const edits = usePriceEdits(table, onClose);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove the price of ${row.model}?`}
      description="What later runs of it cost is then unknown. Runs that were launched keep their prices."
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button variant="danger" busy={edits.busy} onClick={() => edits.remove(row, reason)}>
            Remove price
          </Button>
        </>
      }
    >
      <Field label="Reason" optional hint="Kept with the change">
        <TextInput
          value={reason}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {edits.error !== null && <ErrorBand className="mt-3" message={errorMessage(edits.error)} />}
    </Dialog>
  );
}
