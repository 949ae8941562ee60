"use client";

import { X } from "lucide-react";
import { useRef, useState } from "react";
import { Badge } from "../ui/badge";
import { IconButton } from "../ui/icon-button";
import { usePreferences } from "../ui/preferences";
import { Select } from "../ui/select";
import { useNow } from "../ui/use-now";
import { CreatedDialog } from "./created-dialog";
import { readCreated, spanWords } from "./created-filter";
import { type RunsFilterState, type SetRunsFilterState, SINCE } from "./runs-url-state";

const SINCE_WORDS: Record<(typeof SINCE)[number], string> = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
};

const ANY = { since: null, from: null, to: null } as const;

/** When runs were created: within a span back from now, or between two moments, which then stand beside it. */
export function CreatedSelect({ state, setState }: { state: RunsFilterState; setState: SetRunsFilterState }) {
  const zone = usePreferences().preferences.timeZone;
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const { filter } = readCreated(state, zone);
  const between = filter?.kind === "between" ? filter : null;
  const remove = () => {
    // The button is gone with its chip.
    place.current?.querySelector("button")?.focus();
    void setState(ANY);
  };
  return (
    <div ref={place} className="flex flex-wrap items-center gap-2">
      <Select
        size="sm"
        aria-label="Created"
        className="w-36"
        value={filter === null ? "any" : filter.kind === "between" ? "between" : filter.since}
        onValueChange={(value) => {
          if (value === "between") setAsking(true);
          else void setState({ ...ANY, since: value === "any" ? null : value });
        }}
        options={[
          { value: "any" as const, label: "Any time" },
          ...SINCE.map((value) => ({ value, label: SINCE_WORDS[value] })),
          { value: "between" as const, label: "Between…" },
        ]}
      />
      {between !== null && (
        <Badge className="h-7 gap-0.5 pr-0.5 pl-0.5">
          <button
            type="button"
            title="Change when they were created"
            onClick={() => setAsking(true)}
            className="min-h-6 rounded-sm px-1.5 tabular-nums hover:underline"
          >
            <span className="sr-only">Created </span>
            {/* The server has no clock of the reader. */}
            {now === null ? "…" : spanWords(state, zone, now)}
          </button>
          <IconButton label="Created at any time" className="h-6 w-6" onClick={remove}>
            <X aria-hidden />
          </IconButton>
        </Badge>
      )}
      {asking && (
        <CreatedDialog
          between={between}
          zone={zone}
          onClose={() => setAsking(false)}
          onApply={(span) => {
            setAsking(false);
            void setState({ since: null, ...span });
          }}
        />
      )}
    </div>
  );
}
