"use client";

import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { NumberInput, TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";
import type { EvaluatorDraft, EvaluatorField } from "./evaluator-draft-schema";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { JudgeFields } from "./judge-fields";

interface Props {
  evaluator: EvaluatorDraft;
  at: number;
  form: LaunchFormApi;
  onChange: (part: Partial<EvaluatorDraft>) => void;
}

/** The fields that the evaluator's type has. */
export function EvaluatorFields(props: Props) {
  switch (props.evaluator.type) {
    case "exact":
      return <TextOptions {...props} />;
    case "contains":
      return (
        <>
          <Row>
            <TextField
              {...props}
              field="value"
              label="Text"
              hint="Empty: the expected value of the case"
              className="sm:col-span-2"
            />
          </Row>
          <TextOptions {...props} />
        </>
      );
    case "regex":
      return <RegexFields {...props} />;
    case "numeric":
      return <NumericFields {...props} />;
    case "json":
      return <JsonFields {...props} />;
    case "judge":
      return <JudgeFields {...props} />;
    case "levenshtein":
      return (
        <>
          <Row>
            <TextField {...props} field="threshold" label="Passes from" hint="0 to 1; 1 is equal" numeric />
          </Row>
          <TextOptions {...props} />
        </>
      );
  }
}

function RegexFields(props: Props) {
  const { evaluator, onChange, at } = props;
  return (
    <Row>
      <TextField {...props} field="pattern" label="Pattern" mono className="sm:col-span-2" placeholder="answer: (.+)" />
      <TextField {...props} field="flags" label="Flags" hint="i, m, s, u" mono />
      <Field id={launchFieldId(`evaluator-${at}-compare`)} label="Then" className="sm:col-span-2">
        <Select
          value={evaluator.compare}
          onValueChange={(compare) => onChange({ compare })}
          options={[
            { value: "match", label: "It is enough that it matches" },
            { value: "exact", label: "What it takes out equals the expected value" },
            { value: "numeric", label: "The number it takes out equals the expected one" },
          ]}
        />
      </Field>
    </Row>
  );
}

function NumericFields(props: Props) {
  const { evaluator, onChange, at } = props;
  return (
    <Row>
      <TextField {...props} field="tolerance" label="Tolerance" numeric />
      <Field id={launchFieldId(`evaluator-${at}-toleranceKind`)} label="Meant as" className="sm:col-span-2">
        <Select
          value={evaluator.toleranceKind}
          onValueChange={(toleranceKind) => onChange({ toleranceKind })}
          options={[
            { value: "absolute", label: "A difference" },
            { value: "relative", label: "A share of the expected number" },
          ]}
        />
      </Field>
    </Row>
  );
}

function JsonFields({ evaluator, at, form, onChange }: Props) {
  const field = `evaluator-${at}-schema`;
  return (
    <div className="mt-3 flex flex-col gap-3">
      <Field id={launchFieldId(field)} label="JSON Schema" optional error={form.problem(field)}>
        <Textarea
          mono
          rows={4}
          spellCheck={false}
          value={evaluator.schema}
          placeholder={'{"type": "object", "required": ["answer"]}'}
          onChange={(event) => onChange({ schema: event.target.value })}
          onBlur={() => form.leave(field)}
        />
      </Field>
      <Checkbox
        checked={evaluator.equals}
        onCheckedChange={(equals) => onChange({ equals })}
        label="Equals the expected value, whatever the order of its keys"
      />
    </div>
  );
}

function TextOptions({ evaluator, onChange }: Props) {
  return (
    <div className="mt-3 flex flex-wrap gap-x-6 gap-y-1">
      <Checkbox
        checked={evaluator.ignoreCase}
        onCheckedChange={(ignoreCase) => onChange({ ignoreCase })}
        label="Upper and lower case alike"
      />
      <Checkbox checked={evaluator.trim} onCheckedChange={(trim) => onChange({ trim })} label="Ignore spaces around" />
    </div>
  );
}

function Row({ children }: { children: React.ReactNode }) {
  return <div className="mt-3 grid grid-cols-1 items-start gap-3 sm:grid-cols-3">{children}</div>;
}

function TextField({
  evaluator,
  at,
  form,
  onChange,
  field,
  label,
  hint,
  placeholder,
  className,
  mono = false,
  numeric = false,
}: Props & {
  field: Extract<EvaluatorField, "value" | "pattern" | "flags" | "tolerance" | "threshold">;
  label: string;
  hint?: string;
  placeholder?: string;
  className?: string;
  mono?: boolean;
  numeric?: boolean;
}) {
  const name = `evaluator-${at}-${field}`;
  const Input = numeric ? NumberInput : TextInput;
  return (
    <Field id={launchFieldId(name)} label={label} hint={hint} error={form.problem(name)} className={className}>
      <Input
        value={evaluator[field]}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        className={mono ? "font-mono text-xs" : undefined}
        onChange={(event) => onChange({ [field]: event.target.value })}
        onBlur={() => form.leave(name)}
      />
    </Field>
  );
}
