"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { newIdempotencyKey } from "@/lib/client/idempotency-key";
import { createRunGroupMutation, createRunMutation } from "@/lib/client/runs";
import { whenAtRest } from "../ui/late-code";
import type { LaunchRequest } from "./read-launch";

/** No run: what its page needs is the same for all, and is there before the press that leads to one. */
const A_RUN = "/runs/next";

/** So many cases are tried first. */
export const TRY_CASES = 5;

/** How what the form means is sent: started and shown, or tried first and looked at here. */
export function useLaunchStart({
  onTried,
  onRefused,
}: {
  /** The runs that are being tried. */
  onTried: (runIds: string[]) => void;
  onRefused: (error: unknown) => void;
}) {
  const router = useRouter();
  const one = useMutation(createRunMutation());
  const several = useMutation(createRunGroupMutation());
  const key = useRef<{ body: string; key: string } | null>(null);
  const leaving = useRef(false);
  useEffect(() => whenAtRest(() => router.prefetch(A_RUN)), [router]);
  const busy = one.isPending || several.isPending;

  // The same form sent twice is one launch, also when the first answer was lost on its way.
  const keyOf = (body: object) => {
    const text = JSON.stringify(body);
    if (key.current?.body !== text) key.current = { body: text, key: newIdempotencyKey() };
    return key.current.key;
  };
  const send = (request: LaunchRequest, tryFirst: boolean) => {
    if (busy || leaving.current) return;
    one.reset();
    several.reset();
    const trial = tryFirst ? { tryFirst: TRY_CASES } : {};
    const done = (runIds: string[], path: string) => {
      if (tryFirst) {
        onTried(runIds);
        return;
      }
      leaving.current = true;
      router.push(path);
    };
    if (request.kind === "run") {
      const body = { ...request.body, ...trial };
      one.mutate(
        { body, idempotencyKey: keyOf(body) },
        { onSuccess: (run) => done([run.id], `/runs/${encodeURIComponent(run.id)}`), onError: onRefused },
      );
    } else {
      const body = { ...request.body, ...trial };
      several.mutate(
        { body, idempotencyKey: keyOf(body) },
        {
          onSuccess: ({ groupId, runs }) =>
            done(
              runs.map(({ id }) => id),
              `/runs?group=${encodeURIComponent(groupId)}`,
            ),
          onError: onRefused,
        },
      );
    }
  };
  /** What was tried is thrown away: the same form tried again is another run. */
  const forget = () => {
    key.current = null;
  };
  return { send, forget, busy: busy || leaving.current, error: one.error ?? several.error };
}
