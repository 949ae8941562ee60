"use client";

import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import { createProviderMutation } from "@/lib/client/providers";
import { BUILT_IN_SIMULATOR } from "@/lib/core/simulation/built-in-simulator";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorBand } from "../ui/error-band";

/** Nothing can be started without a provider: the ways to one. */
export function NoProvider() {
  const create = useMutation(createProviderMutation());
  const { name, model, simulated } = BUILT_IN_SIMULATOR;
  const addSimulated = () => create.mutate({ name, kind: "simulated", models: [model], simulated });
  return (
    <EmptyState
      className="mb-4 py-8"
      icon={<KeyRound aria-hidden />}
      title="A run needs a provider"
      action={
        <>
          <Button asChild variant="primary">
            <Link href="/providers/new">Add a provider</Link>
          </Button>
          <Button busy={create.isPending || create.isSuccess} onClick={addSimulated}>
            Use the simulated one
          </Button>
        </>
      }
    >
      Add the key of the API that is to answer. Or try it out with the simulated provider: no key, no cost. The form
      below opens as soon as there is one; what is filled in stays.
      {create.isError && (
        <ErrorBand
          className="mt-3 text-left"
          message={`The simulated provider could not be added. ${errorMessage(create.error)}`}
        />
      )}
    </EmptyState>
  );
}
