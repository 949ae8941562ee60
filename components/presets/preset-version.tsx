"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { restorePresetMutation } from "@/lib/client/presets";
import type { PresetDetailResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { LimitsDiff } from "../limit-fields/limits-diff";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { Select } from "../ui/select";
import { toast } from "../ui/toast";
import { PresetValues } from "./preset-values";
import { usedByText } from "./used-by-text";

/** The values of a version, and how they differ from the one it was made from. */
export function PresetVersion({
  preset,
  version,
  onRestored,
}: {
  preset: PresetDetailResponse;
  version: PresetVersionResponse;
  onRestored: () => void;
}) {
  const router = useRouter();
  const others = preset.history.filter((other) => other.n !== version.n);
  const parent = preset.history.find((other) => other.n === version.parent);
  const diffPath = (from: number) => `/presets/${preset.slug}/diff?from=${from}&to=${version.n}`;
  return (
    <Card>
      <CardHeader
        title={
          <span className="flex items-center gap-1">
            v{version.n}
            <CopyButton text={version.ref} label={`Copy ${version.ref}`} />
          </span>
        }
        description={`${version.message ?? "No message"} · ${usedByText(version.usedBy)}`}
        actions={
          <>
            {others.length > 0 && (
              <Select
                aria-label="Compare with"
                size="sm"
                className="w-44"
                value=""
                placeholder="Compare with…"
                onValueChange={(n) => router.push(diffPath(Number(n)))}
                options={others.map((other) => ({
                  value: String(other.n),
                  label: `Compare with v${other.n}`,
                  hint: other.message ?? other.author,
                }))}
              />
            )}
            {version.n !== preset.latest.n && preset.archivedAt === null && (
              <RestoreButton preset={preset} version={version} onRestored={onRestored} />
            )}
          </>
        }
      />
      <PresetValues version={version} history={preset.history} />
      {parent !== undefined && (
        <section aria-labelledby="changed-from" className="mt-4">
          <div className="mb-2 flex flex-wrap items-baseline justify-between gap-2">
            <h3 id="changed-from" className="font-medium text-sm">
              Changed from v{parent.n}
            </h3>
            <Link href={diffPath(parent.n)} className="text-accent text-xs hover:underline">
              What it does to a run
            </Link>
          </div>
          <LimitsDiff
            before={parent.limits}
            after={version.limits}
            beforeLabel={`v${parent.n}`}
            afterLabel={`v${version.n}`}
          />
        </section>
      )}
    </Card>
  );
}

function RestoreButton({
  preset,
  version,
  onRestored,
}: {
  preset: PresetDetailResponse;
  version: PresetVersionResponse;
  onRestored: () => void;
}) {
  const [open, setOpen] = useState(false);
  const restore = useMutation(restorePresetMutation());
  const next = preset.latest.n + 1;
  const act = () =>
    restore.mutate(
      { slug: preset.slug, body: { version: version.n } },
      {
        onSuccess: (made) => {
          setOpen(false);
          toast.success(`${made.ref} has the values of v${version.n}`);
          onRestored();
        },
      },
    );
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Restore as v{next}
      </Button>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={`Restore v${version.n}?`}
        safeLabel="Keep things as they are"
        actLabel={`Make v${next}`}
        danger={false}
        busy={restore.isPending}
        onAct={act}
        error={restore.error === null ? null : errorMessage(restore.error)}
      >
        A new version v{next} gets the values of v{version.n}. Nothing that exists changes.
      </AlertDialog>
    </>
  );
}
