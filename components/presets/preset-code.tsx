"use client";

import { Download } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { useSyncExternalStore } from "react";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import type { PresetDetailResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { CODE_TARGETS } from "@/lib/core/presets/code-targets";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { CodeBlock } from "../ui/code-block";
import { CopyButton } from "../ui/copy-button";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";

/** A version as code for a library or tool, beside what that does not keep of it. */
export function PresetCode({ preset, version }: { preset: PresetDetailResponse; version: PresetVersionResponse }) {
  const [lang, setLang] = useQueryState("lang", parseAsString.withOptions({ history: "push" }));
  const target = CODE_TARGETS.find((each) => each.id === lang) ?? CODE_TARGETS[0];
  const origin = useOrigin();
  const unknown = lang !== null && target.id !== lang;
  const { text, notCarried } = target.generate({
    slug: preset.slug,
    n: version.n,
    author: version.author,
    createdAt: version.createdAt,
    limits: version.limits,
    meantFor: presetScopeText(preset.scope),
    link: origin === null ? null : `${origin}/presets/${preset.slug}?v=${version.n}`,
  });
  const choose = (id: string) => {
    setLang(id === CODE_TARGETS[0].id ? null : id).catch(() => {
      // The address bar may refuse for a moment; the page shows the choice all the same.
    });
  };
  return (
    <Card>
      <CardHeader
        title={`v${version.n} as code`}
        description="No key is in it: keys stay in the environment."
        actions={
          <>
            <CopyButton text={text} label="Copy code" iconOnly={false} />
            <Button asChild size="sm">
              <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download={target.fileName}>
                <Download aria-hidden />
                {target.fileName}
              </a>
            </Button>
          </>
        }
      />
      {unknown && (
        <Notice level="info" className="mb-3">
          There is no code for “{lang}”. This is {target.name}.
        </Notice>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-3">
          <Field label="Copy as" className="max-w-64">
            <Select
              value={target.id}
              onValueChange={choose}
              options={CODE_TARGETS.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
          <CodeBlock text={text} label={`${target.name} code`} wrap={false} />
        </div>
        <section aria-labelledby="not-carried">
          <h3 id="not-carried" className="mb-1 font-medium text-xs">
            What it does not keep
          </h3>
          <ul className="flex list-disc flex-col gap-1 pl-4 text-muted text-xs">
            {notCarried.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      </div>
    </Card>
  );
}

/** Where this dashboard is, as the reader's browser knows it; null on the server. */
function useOrigin(): string | null {
  return useSyncExternalStore(
    () => () => {},
    () => window.location.origin,
    () => null,
  );
}
