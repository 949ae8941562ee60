"use client";

import { Tag } from "lucide-react";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import type { PresetDetailResponse, PresetLabelMoveResponse, PresetVersionResponse } from "@/lib/contracts/presets";
import { formatFullTime, formatRelative } from "@/lib/format";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { ErrorBand } from "../ui/error-band";
import { useNow } from "../ui/use-now";
import { MoveLabel } from "./move-label";
import { useLabelMoves } from "./use-label-moves";

/** Names that point to versions, and how they came to point there. */
export function PresetLabels({ preset, version }: { preset: PresetDetailResponse; version: PresetVersionResponse }) {
  const [moving, setMoving] = useState(false);
  const moves = useLabelMoves(preset);
  const editable = preset.archivedAt === null;
  return (
    <Card>
      <CardHeader
        title="Labels"
        description={`What is started with ${preset.slug}@label gets the version that the label points to then, and keeps it.`}
        actions={
          editable ? (
            <Button
              size="sm"
              onClick={() => {
                moves.reset();
                setMoving(true);
              }}
            >
              <Tag aria-hidden />
              Point a label to v{version.n}…
            </Button>
          ) : undefined
        }
      />
      {/* The dialog has a place of its own for it. */}
      {!moving && moves.refused !== null && <ErrorBand className="mb-2" message={errorMessage(moves.refused)} />}
      {preset.labels.length === 0 ? (
        <p className="text-muted text-sm">No label yet. “default” is a common one.</p>
      ) : (
        <ul aria-label="Labels" className="flex flex-col">
          {preset.labels.map((label) => (
            <li key={label.name} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t py-1 text-sm">
              <Badge>{label.name}</Badge>
              <span className="tabular-nums">v{label.version}</span>
              <span className="min-w-0 flex-1 truncate text-muted text-xs">
                {label.movedBy}
                {label.reason === null ? "" : ` · ${label.reason}`}
              </span>
              {editable && (
                <Button size="sm" variant="ghost" onClick={() => moves.remove(label)}>
                  Remove<span className="sr-only"> the label {label.name}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {preset.labelMoves.length > 0 && <LabelHistory moves={preset.labelMoves} />}
      {moving && <MoveLabel preset={preset} version={version} moves={moves} onClose={() => setMoving(false)} />}
    </Card>
  );
}

function LabelHistory({ moves }: { moves: readonly PresetLabelMoveResponse[] }) {
  const now = useNow();
  return (
    <details className="mt-2 text-sm">
      <summary className="min-h-6 w-fit cursor-pointer text-muted text-xs">
        {moves.length === 1 ? "1 move" : `${moves.length} moves`}
      </summary>
      <ol className="mt-1 flex flex-col gap-1">
        {moves.map((move) => (
          <li key={`${move.at}-${move.name}-${move.to}`} className="text-xs">
            <span className="font-medium">{move.name}</span>{" "}
            <span className="tabular-nums">
              {move.from === null ? "new" : `v${move.from}`} → {move.to === null ? "removed" : `v${move.to}`}
            </span>{" "}
            <span className="text-muted">
              {move.actor}
              {move.reason === null ? "" : ` · ${move.reason}`}
              {now !== null && (
                <>
                  {" · "}
                  <time dateTime={move.at} title={formatFullTime(move.at)}>
                    {formatRelative(move.at, now)}
                  </time>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
