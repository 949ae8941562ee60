"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type CaseFilters, exportPath, hasFilters, runCasesOptions } from "@/lib/client/run-cases";
import { reportPath } from "@/lib/client/run-results";
import type { RunResponse } from "@/lib/contracts/runs";
import { caseCountWords } from "@/lib/core/repeats/case-count-words";
import { formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "../ui/dropdown-menu";

const FORMATS = [
  { format: "csv", label: "CSV" },
  { format: "jsonl", label: "JSONL" },
  { format: "json", label: "JSON" },
] as const;

/** Downloads: the report, all cases, and where filters are set also just the cases in view. Each says how many. */
export function ExportMenu({
  run,
  filters,
}: {
  run: Pick<RunResponse, "id" | "counts" | "repeats">;
  /** What the Cases tab shows; null on the other tabs. */
  filters: CaseFilters | null;
}) {
  return (
    <DropdownMenu
      trigger={
        <Button>
          <Download aria-hidden />
          Export
        </Button>
      }
    >
      <MenuItem asChild>
        <a href={reportPath(run.id)} download>
          Report, one HTML file
        </a>
      </MenuItem>
      <MenuSeparator />
      {filters !== null && hasFilters(filters) && (
        <>
          <CasesInView runId={run.id} filters={filters} />
          <MenuSeparator />
        </>
      )}
      <MenuLabel>All {caseCountWords(run)}</MenuLabel>
      <ExportLinks runId={run.id} filters={filters?.sort === undefined ? {} : { sort: filters.sort }} />
    </DropdownMenu>
  );
}

function CasesInView({ runId, filters }: { runId: string; filters: CaseFilters }) {
  // The list that the tab has read already: nothing is asked for again.
  const list = useInfiniteQuery({ ...runCasesOptions(runId, filters), enabled: false });
  const total = list.data?.pages[0]?.total;
  return (
    <>
      <MenuLabel>{total === undefined ? "Cases in view" : `${formatPlural(total, "case")} in view`}</MenuLabel>
      <ExportLinks runId={runId} filters={filters} />
    </>
  );
}

function ExportLinks({ runId, filters }: { runId: string; filters: CaseFilters }) {
  return FORMATS.map(({ format, label }) => (
    <MenuItem key={format} asChild>
      <a href={exportPath(runId, format, filters)} download>
        {label}
      </a>
    </MenuItem>
  ));
}
