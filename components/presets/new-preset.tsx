"use client";

import Link from "next/link";
import { errorMessage } from "@/lib/client/api-client";
import { useCrumb } from "../layout/crumb";
import { LimitInputs } from "../limit-fields/limit-inputs";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { ErrorBand } from "../ui/error-band";
import { Field } from "../ui/field";
import { PageHeader } from "../ui/page-header";
import { TextInput } from "../ui/text-input";
import { ScopeFields } from "./scope-fields";
import { slugFromName } from "./slug-from-name";
import { useNewPreset } from "./use-new-preset";

/** Makes a preset: a name and limits, version 1. */
export function NewPreset() {
  useCrumb("New preset");
  const preset = useNewPreset();
  return (
    <>
      <PageHeader title="New preset" description="Named limits, to be used by pools and runs as slug@version." />
      <form
        noValidate
        onSubmit={preset.submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
        }}
        className="flex max-w-3xl flex-col gap-4"
      >
        {preset.error !== null && !preset.taken && <ErrorBand message={errorMessage(preset.error)} />}
        <Card>
          <CardHeader title="Name" />
          <div className="grid gap-3 sm:grid-cols-2">
            <Field id="preset-name" label="Name" error={preset.visible("name")}>
              <TextInput {...preset.text("name")} maxLength={100} autoComplete="off" placeholder="OpenAI tier 2" />
            </Field>
            <Field
              id="preset-slug"
              label="Slug"
              hint={`Runs name it as ${preset.slug === "" ? "slug" : preset.slug}@1`}
              error={preset.taken ? `${preset.slug} is taken. Choose another.` : preset.visible("slug")}
            >
              <TextInput
                {...preset.text("slug")}
                maxLength={63}
                autoComplete="off"
                spellCheck={false}
                placeholder={slugFromName(preset.name) || "openai-tier-2"}
                className="font-mono text-xs"
              />
            </Field>
            <Field id="preset-description" label="Description" optional className="sm:col-span-2">
              <TextInput {...preset.text("description")} maxLength={1000} autoComplete="off" />
            </Field>
            <ScopeFields idPrefix="preset-scope" draft={preset.scope} onChange={preset.changeScope} />
          </div>
        </Card>
        <Card>
          <CardHeader title="Limits" />
          <LimitInputs
            idPrefix="preset"
            draft={preset.draft}
            problems={preset.limitProblems}
            onChange={preset.change}
            onLeave={preset.show}
          />
        </Card>
        <Field id="preset-message" label="Message for version 1" optional>
          <TextInput
            {...preset.text("message")}
            maxLength={500}
            autoComplete="off"
            placeholder="Where the values come from"
          />
        </Field>
        <div className="flex items-center gap-2">
          <Button type="submit" variant="primary" busy={preset.busy}>
            Create preset
          </Button>
          <Button asChild variant="ghost">
            <Link href="/presets">Cancel</Link>
          </Button>
        </div>
      </form>
    </>
  );
}
