"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsInteger, useQueryState } from "nuqs";
import { errorMessage } from "@/lib/client/api-client";
import { datasetCasesOptions } from "@/lib/client/datasets";
import type { DatasetCaseResponse, DatasetResponse } from "@/lib/contracts/datasets";
import { formatExact } from "@/lib/format";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { useRowKeys } from "../ui/use-row-keys";
import { CaseSheet } from "./case-sheet";
import { cellText } from "./file-preview";

/** More columns than these go into the drawer. */
const COLUMNS_SHOWN = 5;

/** The open case, in the URL. */
export const DATASET_PARAMS = { case: parseAsInteger.withOptions({ history: "push" }) };

/** The cases in order, page by page; one opens beside the list. */
export function DatasetCases({ dataset }: { dataset: DatasetResponse }) {
  const list = useRowKeys<HTMLTableSectionElement>();
  const cases = useInfiniteQuery(datasetCasesOptions(dataset.id));
  const [openOrd, setOpenOrd] = useQueryState("case", DATASET_PARAMS.case);
  const rows = cases.data?.pages.flatMap((page) => page.items) ?? [];
  const variables = dataset.variables.slice(0, COLUMNS_SHOWN).map((variable) => variable.name);
  const hidden = dataset.variables.length - variables.length;
  const at = rows.findIndex((row) => row.ord === openOrd);
  // A step from case to case is none for Back, which closes the drawer.
  const open = (row: DatasetCaseResponse | undefined, step = false) => {
    setOpenOrd(row?.ord ?? null, { history: step ? "replace" : "push" }).catch(() => {
      // The address bar may refuse for a moment; the drawer shows the case all the same.
    });
  };
  const more = () => {
    cases.fetchNextPage().catch(() => {
      // The query holds its own error.
    });
  };
  return (
    <>
      <Table label={`Cases of ${dataset.name}`} aria-busy={cases.isPending}>
        <TableHead>
          <Th numeric className="w-12">
            #
          </Th>
          <Th>Id</Th>
          {variables.map((name) => (
            <Th key={name} className="font-mono">
              {name}
            </Th>
          ))}
          {hidden > 0 && <Th>+{hidden} more</Th>}
          {dataset.hasExpected && <Th>Expected</Th>}
        </TableHead>
        {cases.data === undefined && cases.error === null ? (
          <SkeletonRows rows={12} columns={["24px", "64px", ...variables.map(() => "240px"), "48px"]} />
        ) : (
          <tbody ref={list}>
            {rows.map((row) => (
              <CaseRow
                key={row.ord}
                row={row}
                variables={variables}
                hidden={hidden > 0}
                dataset={dataset}
                onOpen={open}
              />
            ))}
          </tbody>
        )}
      </Table>
      {cases.error !== null && (
        <ErrorBand
          className="mt-3"
          message={`Cases could not be loaded: ${errorMessage(cases.error)}`}
          busy={cases.isFetching}
          onRetry={more}
        />
      )}
      {cases.data !== undefined && (
        <div className="mt-3 flex items-center gap-3 text-muted text-xs">
          <span className="tabular-nums">
            {formatExact(rows.length)} of {formatExact(dataset.caseCount)} shown
          </span>
          {cases.hasNextPage && (
            <Button size="sm" busy={cases.isFetchingNextPage} onClick={more}>
              Load more
            </Button>
          )}
        </div>
      )}
      {at >= 0 && (
        <CaseSheet
          row={rows[at]}
          onClose={() => open(undefined)}
          onPrevious={at > 0 ? () => open(rows[at - 1], true) : undefined}
          onNext={at < rows.length - 1 ? () => open(rows[at + 1], true) : undefined}
        />
      )}
    </>
  );
}

function CaseRow({
  row,
  variables,
  hidden,
  dataset,
  onOpen,
}: {
  row: DatasetCaseResponse;
  variables: readonly string[];
  hidden: boolean;
  dataset: DatasetResponse;
  onOpen: (row: DatasetCaseResponse) => void;
}) {
  return (
    <Tr className="cursor-pointer" onClick={() => onOpen(row)}>
      <Td numeric className="text-muted">
        {row.ord + 1}
      </Td>
      <Td className="max-w-48">
        <button
          type="button"
          data-row-link
          className="block max-w-full truncate font-mono text-xs hover:underline"
          onClick={(event) => {
            event.stopPropagation();
            onOpen(row);
          }}
        >
          {row.id}
        </button>
      </Td>
      {variables.map((name) => (
        <Td key={name} className="max-w-96 truncate">
          {cellText(row.vars[name])}
        </Td>
      ))}
      {hidden && <Td className="text-muted">…</Td>}
      {dataset.hasExpected && <Td className="max-w-64 truncate">{cellText(row.expected)}</Td>}
    </Tr>
  );
}
