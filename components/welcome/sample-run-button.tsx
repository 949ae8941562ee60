"use client";

import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { newIdempotencyKey } from "@/lib/client/idempotency-key";
import { createSampleRunMutation } from "@/lib/client/runs";
import { Button } from "../ui/button";

/** Starts the sample run and goes to watch it. */
export function SampleRunButton() {
  const router = useRouter();
  // One key per page view: a second press, even after a lost answer, gives the same run.
  const [idempotencyKey] = useState(newIdempotencyKey);
  const sample = useMutation(createSampleRunMutation());
  const start = () =>
    sample.mutate({ idempotencyKey }, { onSuccess: (run) => router.push(`/runs/${encodeURIComponent(run.id)}`) });
  return (
    <div className="flex flex-col items-start gap-1 sm:items-end">
      <Button variant="primary" busy={sample.isPending || sample.isSuccess} onClick={start}>
        <Play aria-hidden />
        Try a sample run
      </Button>
      {sample.isError && (
        <p role="alert" className="max-w-64 text-danger text-xs">
          {errorMessage(sample.error)}
        </p>
      )}
    </div>
  );
}
