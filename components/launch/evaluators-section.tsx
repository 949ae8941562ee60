"use client";

import { Plus, Trash2 } from "lucide-react";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Select } from "../ui/select";
import { newEvaluator } from "./evaluator-draft";
import { EVALUATOR_TYPES, type EvaluatorDraft, type EvaluatorType } from "./evaluator-draft-schema";
import { EvaluatorFields } from "./evaluator-fields";
import { type LaunchFormApi, launchFieldId } from "./form-api";

const MOST = 20;

const TYPE_TEXT: Record<EvaluatorType, { label: string; hint: string }> = {
  exact: { label: "Exact", hint: "The answer is the expected value" },
  contains: { label: "Contains", hint: "The expected value, or a text, stands in the answer" },
  regex: { label: "Regex", hint: "A pattern matches, or takes out what is compared" },
  numeric: { label: "Numeric", hint: "The last number of the answer is the expected one" },
  json: { label: "JSON", hint: "The answer is JSON, fits a schema or equals the expected value" },
  judge: { label: "Judge", hint: "A model of its own judges the answer by a rubric" },
  levenshtein: { label: "Likeness", hint: "The answer is like the expected value" },
};

/** What decides whether a case passes: all evaluators have to. */
export function EvaluatorsSection({ form }: { form: LaunchFormApi }) {
  const { evaluators } = form.draft;
  const setAll = (next: EvaluatorDraft[]) => form.patchTexts({ evaluators: next });
  const none = form.problem("evaluators");
  return (
    <Card>
      <CardHeader title="Evaluators" description="A case passes when every evaluator passes." />
      <div className="flex flex-col gap-2">
        {evaluators.map((evaluator, at) => (
          <div key={evaluator.key} className="rounded-md border bg-bg p-3">
            <div className="flex items-start gap-2">
              <Field
                id={launchFieldId(`evaluator-${at}-type`)}
                label={`Evaluator ${at + 1}`}
                className="max-w-xs flex-1"
                error={form.problem(`evaluator-${at}-type`)}
                hint={TYPE_TEXT[evaluator.type].hint}
              >
                <Select
                  value={evaluator.type}
                  onValueChange={(type) =>
                    setAll(evaluators.map((each, index) => (index === at ? { ...each, type } : each)))
                  }
                  options={EVALUATOR_TYPES.map((type) => ({ value: type, ...TYPE_TEXT[type] }))}
                />
              </Field>
              <IconButton
                label={`Remove evaluator ${at + 1}`}
                className="ml-auto"
                onClick={() => setAll(evaluators.filter((_, index) => index !== at))}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </div>
            <EvaluatorFields
              evaluator={evaluator}
              at={at}
              form={form}
              onChange={(part) => setAll(evaluators.map((each, index) => (index === at ? { ...each, ...part } : each)))}
            />
          </div>
        ))}
        {none !== undefined && <p className="text-danger text-xs">{none}</p>}
        {form.notices("evaluators")}
        <div>
          <Button
            id={launchFieldId("evaluators")}
            size="sm"
            disabled={evaluators.length >= MOST}
            onClick={() => setAll([...evaluators, newEvaluator("contains")])}
          >
            <Plus aria-hidden />
            Add evaluator
          </Button>
        </div>
      </div>
    </Card>
  );
}
