"use client";

import { useMutation } from "@tanstack/react-query";
import { errorMessage } from "@/lib/client/api-client";
import { tryPoolNowMutation } from "@/lib/client/pools";
import type { PoolResponse } from "@/lib/contracts/providers";
import { Button } from "../ui/button";
import { useNow } from "../ui/use-now";
import { CooldownChip } from "./cooldown-chip";

/** The countdown of a pool that cools down, and a press that ends it early where the provider asked for it. */
export function Cooldown({ pool }: { pool: PoolResponse }) {
  const now = useNow();
  const tryNow = useMutation(tryPoolNowMutation());
  const holds = pool.cooldownUntil !== null && now !== null && Date.parse(pool.cooldownUntil) > now;
  if (!holds) return null;
  return (
    <>
      <CooldownChip until={pool.cooldownUntil} reason={pool.cooldownReason} />
      {pool.canTryNow && (
        <Button
          size="sm"
          busy={tryNow.isPending}
          aria-label={`Try ${pool.providerName} now`}
          title="Ends the cooldown. If the provider refuses again, it starts anew."
          onClick={() => {
            if (!tryNow.isPending) tryNow.mutate(pool.id);
          }}
        >
          Try now
        </Button>
      )}
      {tryNow.error !== null && (
        <span role="alert" className="font-normal text-danger text-xs">
          {errorMessage(tryNow.error)}
        </span>
      )}
    </>
  );
}
