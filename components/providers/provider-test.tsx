"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { testProviderMutation } from "@/lib/client/providers";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { TestResult } from "./test-result";

/** Tests a provider with a model of one's choice. */
export function ProviderTest({ provider, unsaved }: { provider: ProviderResponse; unsaved: boolean }) {
  const suggestions = useId();
  const [model, setModel] = useState(provider.models[0] ?? "");
  const test = useMutation(testProviderMutation());
  const named = model.trim();
  const run = () => test.mutate({ id: provider.id, ...(named === "" ? {} : { model: named }) });
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!test.isPending) run();
      }}
    >
      <div className="flex items-end gap-2">
        <Field id="provider-test-model" label="Model" className="flex-1">
          <TextInput
            value={model}
            list={suggestions}
            autoComplete="off"
            spellCheck={false}
            placeholder={provider.kind === "simulated" ? "simulated" : "Name a model"}
            onChange={(event) => setModel(event.target.value)}
          />
        </Field>
        <datalist id={suggestions}>
          {provider.models.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button type="submit" busy={test.isPending}>
          Test
        </Button>
      </div>
      {unsaved && <p className="text-muted text-xs">It tests what is saved; your changes are not saved yet.</p>}
      <TestResult result={test.data} error={test.error} onPage provider={provider} />
    </form>
  );
}
