"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ApiError } from "@/lib/client/api-client";
import { type DatasetUpload, uploadDatasetMutation } from "@/lib/client/datasets";
import type { DatasetResponse } from "@/lib/contracts/datasets";

/** One upload at a time, with how far it is and a way to stop it. */
export function useDatasetUpload() {
  const [sentShare, setSentShare] = useState(0);
  const stop = useRef<AbortController | null>(null);
  const upload = useMutation(uploadDatasetMutation());
  const start = (what: Omit<DatasetUpload, "signal" | "onProgress">, onDone: (dataset: DatasetResponse) => void) => {
    const controller = new AbortController();
    stop.current = controller;
    setSentShare(0);
    upload.mutate({ ...what, signal: controller.signal, onProgress: setSentShare }, { onSuccess: onDone });
  };
  // Whoever cancels knows why nothing was imported.
  const cancelled = upload.error instanceof ApiError && upload.error.code === "cancelled";
  return {
    start,
    cancel: () => stop.current?.abort(),
    reset: () => {
      if (!upload.isIdle && !upload.isPending) upload.reset();
    },
    sentShare,
    isPending: upload.isPending,
    isSuccess: upload.isSuccess,
    error: cancelled ? null : upload.error,
  };
}
