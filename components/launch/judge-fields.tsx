"use client";

import { useId } from "react";
import { KIND_LABEL } from "@/lib/client/provider-kind-label";
import type { RubricResponse } from "@/lib/contracts/rubrics";
import { CodeBlock } from "../ui/code-block";
import { Field } from "../ui/field";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { NumberInput, TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";
import type { EvaluatorDraft, EvaluatorField } from "./evaluator-draft-schema";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { judgeModel, judgeProvider, OWN_RUBRIC } from "./judge-draft";

interface Props {
  evaluator: EvaluatorDraft;
  at: number;
  form: LaunchFormApi;
  onChange: (part: Partial<EvaluatorDraft>) => void;
}

/** Who judges, by which rubric, and from which score on a case passes. */
export function JudgeFields(props: Props) {
  const { evaluator, form, at } = props;
  const ready = form.data.context.rubrics.find(({ name }) => name === evaluator.rubric);
  return (
    <div className="mt-3 flex flex-col gap-3">
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-3">
        <ProviderField {...props} />
        <ModelField {...props} />
        <NumberField {...props} field="judgeThreshold" label="Passes from" hint="0 to 1" />
      </div>
      <RubricField {...props} />
      {evaluator.rubric === OWN_RUBRIC ? <OwnRubric {...props} /> : ready && <ReadyRubric rubric={ready} at={at} />}
    </div>
  );
}

function ProviderField({ evaluator, at, form, onChange }: Props) {
  const { providers } = form.data.context;
  const name = `evaluator-${at}-judgeProvider`;
  return (
    <Field
      id={launchFieldId(name)}
      label="Judge's provider"
      error={form.problem(name)}
      hint="Its calls go through the pool of this provider"
    >
      <Select
        value={judgeProvider(evaluator, providers)?.id ?? ""}
        // Another provider has other models: its first one is the next guess.
        onValueChange={(provider) => onChange({ judgeProvider: provider, judgeModel: "" })}
        options={providers.map((each) => ({ value: each.id, label: each.name, hint: KIND_LABEL[each.kind] }))}
        placeholder={providers.length === 0 ? "No provider yet" : "Choose…"}
      />
    </Field>
  );
}

function ModelField({ evaluator, at, form, onChange }: Props) {
  const suggestions = useId();
  const name = `evaluator-${at}-judgeModel`;
  const provider = judgeProvider(evaluator, form.data.context.providers);
  return (
    <Field id={launchFieldId(name)} label="Judge's model" error={form.problem(name)}>
      <TextInput
        value={judgeModel(evaluator, provider)}
        list={suggestions}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        placeholder="Name a model"
        onChange={(event) => onChange({ judgeModel: event.target.value })}
        onBlur={() => form.leave(name)}
      />
      <datalist id={suggestions}>
        {provider?.models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
    </Field>
  );
}

function RubricField({ evaluator, at, form, onChange }: Props) {
  const { rubrics } = form.data;
  const name = `evaluator-${at}-rubric`;
  return (
    <Field id={launchFieldId(name)} label="Rubric" error={form.problem(name)}>
      <Select
        value={evaluator.rubric}
        onValueChange={(rubric) => onChange({ rubric })}
        options={[
          ...(rubrics.data ?? []).map((each) => ({ value: each.name, label: each.title, hint: each.source })),
          { value: OWN_RUBRIC, label: "A rubric of your own" },
        ]}
        placeholder={rubrics.isError ? "Ready rubrics could not be loaded" : "Loading…"}
      />
    </Field>
  );
}

function ReadyRubric({ rubric, at }: { rubric: RubricResponse; at: number }) {
  return (
    <div className="flex flex-col gap-2">
      <CodeBlock label={`Rubric of evaluator ${at + 1}`} text={rubric.prompt} />
      <ul aria-label="What it may answer" className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs tabular-nums">
        {Object.entries(rubric.choices).map(([label, score]) => (
          <li key={label}>
            {label} = {score}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OwnRubric(props: Props) {
  const { evaluator, at, form, onChange } = props;
  const prompt = `evaluator-${at}-rubricPrompt`;
  const name = `evaluator-${at}-rubricName`;
  return (
    <>
      <Field
        id={launchFieldId(prompt)}
        label="What the judge is asked"
        hint="{{output}} is the answer; {{input}}, {{expected}} and the variables of the dataset may be used as well. How to answer is added."
        error={form.problem(prompt)}
      >
        <Textarea
          mono
          rows={6}
          spellCheck={false}
          value={evaluator.rubricPrompt}
          placeholder={"Question: {{input}}\nAnswer: {{output}}\nIs the answer polite?"}
          onChange={(event) => onChange({ rubricPrompt: event.target.value })}
          onBlur={() => form.leave(prompt)}
        />
      </Field>
      <div className="grid grid-cols-1 items-start gap-3 sm:grid-cols-3">
        <Field id={launchFieldId(name)} label="Name" optional hint="Shown with its scores" error={form.problem(name)}>
          <TextInput
            value={evaluator.rubricName}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => onChange({ rubricName: event.target.value })}
            onBlur={() => form.leave(name)}
          />
        </Field>
        <div className="sm:col-span-2">
          <ScoringFields {...props} />
        </div>
      </div>
    </>
  );
}

function ScoringFields(props: Props) {
  const { evaluator, at, form, onChange } = props;
  const choices = `evaluator-${at}-choices`;
  return (
    <div className="flex flex-col items-start gap-2">
      <Segmented
        label={`How judge ${at + 1} answers`}
        value={evaluator.scoring}
        onValueChange={(scoring) => onChange({ scoring })}
        options={[
          { value: "choices", label: "With a choice" },
          { value: "scale", label: "With a number" },
        ]}
      />
      {evaluator.scoring === "choices" ? (
        <Field
          id={launchFieldId(choices)}
          label="Choices and their scores"
          hint="One a line; scores from 0 to 1"
          error={form.problem(choices)}
          className="w-full"
        >
          <Textarea
            mono
            rows={3}
            spellCheck={false}
            value={evaluator.choices}
            onChange={(event) => onChange({ choices: event.target.value })}
            onBlur={() => form.leave(choices)}
          />
        </Field>
      ) : (
        <div className="grid w-full grid-cols-2 gap-3">
          <NumberField {...props} field="scaleMin" label="From" hint="Scores 0" />
          <NumberField {...props} field="scaleMax" label="To" hint="Scores 1" />
        </div>
      )}
    </div>
  );
}

function NumberField({
  evaluator,
  at,
  form,
  onChange,
  field,
  label,
  hint,
}: Props & {
  field: Extract<EvaluatorField, "judgeThreshold" | "scaleMin" | "scaleMax">;
  label: string;
  hint: string;
}) {
  const name = `evaluator-${at}-${field}`;
  return (
    <Field id={launchFieldId(name)} label={label} hint={hint} error={form.problem(name)}>
      <NumberInput
        value={evaluator[field]}
        onChange={(event) => onChange({ [field]: event.target.value })}
        onBlur={() => form.leave(name)}
      />
    </Field>
  );
}
