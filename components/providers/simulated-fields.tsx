"use client";

import type { UseFormReturn } from "react-hook-form";
import { Card, CardHeader } from "../ui/card";
import { cn } from "../ui/cn";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";
import { NumberInput, TextInput } from "../ui/text-input";
import type { ProviderValues } from "./provider-values";
import type { Fault } from "./simulated-values";

type Form = UseFormReturn<ProviderValues>;

const FAULTS: readonly { fault: Fault; label: string }[] = [
  { fault: "error500", label: "500 errors" },
  { fault: "error503", label: "503 errors" },
  { fault: "error529", label: "529 overloaded" },
  { fault: "reset", label: "Connection resets" },
  { fault: "timeout", label: "No answer" },
];

/** How the simulated provider behaves: what it allows, how slow it is, and how it fails. */
export function SimulatedFields({ form }: { form: Form }) {
  const schedule = form.watch("simulated.schedule");
  return (
    <Card>
      <CardHeader
        title="Simulated behaviour"
        description="What this provider itself enforces. Set your own limits above it to see 429s, below it to see none."
      />
      <div className="flex flex-col gap-4">
        <Group title="Limits it enforces">
          <Numeric form={form} path="limits.requestsPerSecond" label="Requests per second" hint="Empty: no limit" />
          <Numeric form={form} path="limits.burst" label="Burst" />
          <Numeric form={form} path="limits.concurrency" label="At once" hint="Empty: no limit" />
          <Numeric form={form} path="limits.tokensPerMinute" label="Tokens per minute" hint="Empty: no limit" />
        </Group>
        <Group title="Latency and answers">
          <Numeric form={form} path="latencyMedianMs" label="Median latency" unit="ms" />
          <Numeric form={form} path="latencyP95Ratio" label="p95 over median" unit="×" />
          <Numeric form={form} path="seed" label="Seed" hint="Same seed, same chance" />
          <Dialect form={form} />
        </Group>
        <Group title="Faults, share of requests" columns="sm:grid-cols-5">
          {FAULTS.map(({ fault, label }) => (
            <Numeric key={fault} form={form} path={`faults.${fault}`} label={label} unit="%" />
          ))}
        </Group>
        <Group title="As a judge">
          <Numeric form={form} path="judgeNonsense" label="Nonsense" unit="%" hint="Share of verdicts that are none" />
        </Group>
        <Group title="When it refuses">
          <RetryAfter form={form} />
          <Numeric
            form={form}
            path="quotaAfterRequests"
            label="Quota used up after"
            unit="req"
            hint="Empty: never; 0: from the start"
          />
        </Group>
        <Field
          id="provider-simulated-answersFile"
          label="File of recorded answers"
          optional
          hint="A JSONL file on the server; the model's name picks the answers. Without it answers are made up, always the same ones."
          error={form.formState.errors.simulated?.answersFile?.message}
        >
          <TextInput className="font-mono text-xs" spellCheck={false} {...form.register("simulated.answersFile")} />
        </Field>
        {schedule.length > 0 && (
          <Notice level="info">
            {schedule.length === 1 ? "One scheduled change" : `${schedule.length} scheduled changes`} of its limits, set
            through the API, {schedule.length === 1 ? "is" : "are"} kept as{" "}
            {schedule.length === 1 ? "it is" : "they are"}.
          </Notice>
        )}
      </div>
    </Card>
  );
}

function Group({
  title,
  columns = "sm:grid-cols-4",
  children,
}: {
  title: string;
  columns?: string;
  children: React.ReactNode;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium text-muted text-xs">{title}</legend>
      <div className={cn("grid grid-cols-2 items-start gap-3", columns)}>{children}</div>
    </fieldset>
  );
}

type NumericPath =
  | "latencyMedianMs"
  | "latencyP95Ratio"
  | "seed"
  | "judgeNonsense"
  | "quotaAfterRequests"
  | "retryAfterSeconds"
  | `limits.${keyof ProviderValues["simulated"]["limits"]}`
  | `faults.${Fault}`;

function Numeric({
  form,
  path,
  label,
  unit,
  hint,
}: {
  form: Form;
  path: NumericPath;
  label: string;
  unit?: string;
  hint?: string;
}) {
  const error = form.getFieldState(`simulated.${path}`, form.formState).error?.message;
  return (
    <Field id={`provider-simulated-${path.replace(".", "-")}`} label={label} hint={hint} error={error}>
      <NumberInput {...form.register(`simulated.${path}`)} {...(unit === undefined ? {} : { unit })} />
    </Field>
  );
}

function Dialect({ form }: { form: Form }) {
  const dialect = form.watch("simulated.dialect");
  return (
    <Field id="provider-simulated-dialect" label="Speaks like" hint="Headers and errors">
      <Select
        value={dialect}
        onValueChange={(next) => form.setValue("simulated.dialect", next, { shouldDirty: true })}
        options={[
          { value: "openai", label: "OpenAI" },
          { value: "anthropic", label: "Anthropic" },
          { value: "gemini", label: "Gemini" },
          { value: "none", label: "No limit headers" },
        ]}
      />
    </Field>
  );
}

function RetryAfter({ form }: { form: Form }) {
  const retryAfter = form.watch("simulated.retryAfter");
  return (
    <>
      <Field id="provider-simulated-retryAfter" label="Retry-After of a 429" className="sm:col-span-2">
        <Select
          value={retryAfter}
          onValueChange={(next) => form.setValue("simulated.retryAfter", next, { shouldDirty: true })}
          options={[
            { value: "due", label: "When the next permit is due" },
            { value: "fixed", label: "A fixed number of seconds" },
            { value: "none", label: "Not sent" },
          ]}
        />
      </Field>
      {retryAfter === "fixed" && <Numeric form={form} path="retryAfterSeconds" label="Seconds" unit="s" />}
    </>
  );
}
