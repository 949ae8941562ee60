"use client";

import { Link2 } from "lucide-react";
import { errorMessage } from "@/lib/client/api-client";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { copyText } from "../ui/copy-text";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { Kbd } from "../ui/kbd";
import { NumberInput, TextInput } from "../ui/text-input";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";
import { useModifierKey } from "../ui/use-modifier-key";
import { ErrorSummary } from "./error-summary";
import { type LaunchFormApi, launchFieldId } from "./form-api";
import { TRY_CASES } from "./use-launch-start";

/** What the run is called and may cost, what is still wrong, and the presses that send it. */
export function StartCard({
  form,
  runs,
  error,
  told,
  busy,
  onTry,
}: {
  form: LaunchFormApi;
  /** More than one: a matrix. */
  runs: number;
  error: unknown;
  told: Readonly<Record<string, string>>;
  busy: boolean;
  onTry: () => void;
}) {
  const mod = useModifierKey();
  const several = runs > 1;
  return (
    <Card className="flex flex-col gap-3">
      <div className="grid grid-cols-[minmax(0,1fr)_8rem] items-start gap-3">
        <Field id={launchFieldId("name")} label="Name" optional error={form.problem("name")}>
          <TextInput
            value={form.draft.name ?? ""}
            placeholder={defaultName(form.data.context.dataset?.name, form.data.context.model, several)}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => form.patch({ name: event.target.value || null })}
            onBlur={() => form.leave("name")}
          />
        </Field>
        <Field
          id={launchFieldId("budget")}
          label="Budget"
          optional
          hint={several ? "For each run" : undefined}
          error={form.problem("budget")}
        >
          <NumberInput
            unit="US $"
            value={form.draft.budget ?? ""}
            title="The run pauses before it is passed"
            onChange={(event) => form.patch({ budget: event.target.value || null })}
            onBlur={() => form.leave("budget")}
          />
        </Field>
        {form.notices("budget") !== undefined && (
          <div className="col-span-2 flex flex-col gap-1">{form.notices("budget")}</div>
        )}
        <Field id={launchFieldId("note")} label="Note" optional error={form.problem("note")} className="col-span-2">
          <Textarea
            rows={1}
            value={form.draft.note ?? ""}
            maxLength={2000}
            placeholder="What it is to find out"
            onChange={(event) => form.patch({ note: event.target.value || null })}
            onBlur={() => form.leave("note")}
          />
        </Field>
      </div>
      <ErrorSummary told={told} />
      {error !== null && <ErrorBand message={errorMessage(error)} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          title={`Start: ${mod} ↵`}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {several ? `Start ${runs} runs` : "Start run"}
        </Button>
        <Button busy={busy} onClick={onTry}>
          {several ? `Try ${TRY_CASES} of each` : `Try ${TRY_CASES} first`}
        </Button>
        <SaveDraft />
      </div>
      <p className="text-muted text-xs">
        <Kbd>{mod}</Kbd> <Kbd>↵</Kbd> starts. Trying runs {TRY_CASES} cases and waits; going on counts them in.
      </p>
    </Card>
  );
}

/** The address is the draft: saving it is copying the link. */
function SaveDraft() {
  // Read when it is pressed: the address follows what is typed with a short delay.
  const copy = () =>
    copyText(
      window.location.href,
      () => toast.success("Link copied. Prompts and evaluators stay in this browser; the rest is in the link."),
      "Copy the address of this page: it holds the draft.",
    );
  return (
    <Button variant="ghost" className="ml-auto" title="Copies the link to this form" onClick={copy}>
      <Link2 aria-hidden />
      Save draft
    </Button>
  );
}

/** As the server will name it; the cells of a matrix add their own. */
function defaultName(dataset: string | undefined, model: string, several: boolean): string {
  if (dataset === undefined) return "dataset · model · date";
  const day = new Date().toISOString().slice(0, 10);
  return [dataset, ...(several ? [] : [model]), day].filter((part) => part !== "").join(" · ");
}
