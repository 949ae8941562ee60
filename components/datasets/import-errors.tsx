"use client";

import { useEffect, useRef } from "react";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import { formatExact, formatPlural } from "@/lib/format";
import { ErrorBand } from "../ui/error-band";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";

/** Why nothing was imported: every row that is wrong, with its line. */
export function ImportErrors({
  error,
  source,
  onShowLine,
}: {
  error: Error;
  /** The file's name, for the head. */
  source: string;
  /** Goes to a line of the pasted text. */
  onShowLine?: ((line: number) => void) | undefined;
}) {
  const head = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new refusal takes the focus once
  useEffect(() => head.current?.focus(), [error]);
  const issues = error instanceof ApiError ? error.issues : [];
  const rows = issues.filter((issue) => issue.line !== undefined);
  if (rows.length === 0) {
    return (
      <ErrorBand message={<span className="font-medium">Nothing was imported. </span>}>
        {errorMessage(error)}
        {issues.length > 1 && (
          <ul className="mt-1 list-disc pl-4">
            {issues.map((issue) => (
              <li key={`${issue.path} ${issue.message}`}>
                {issue.path === "" ? "" : `${issue.path}: `}
                {issue.message}
              </li>
            ))}
          </ul>
        )}
      </ErrorBand>
    );
  }
  return (
    <section role="alert" className="rounded-lg border border-error/40 p-3">
      <h2 ref={head} tabIndex={-1} className="font-semibold text-base outline-none">
        Nothing was imported: {formatPlural(rows.length, "problem")} in {source}
      </h2>
      <p className="mb-2 max-w-[72ch] text-muted text-xs">{errorMessage(error)} Mend these lines, then import again.</p>
      <div className="max-h-80 overflow-y-auto">
        <Table label="Lines that could not be imported">
          <TableHead>
            <Th numeric className="w-16">
              Line
            </Th>
            <Th>Problem</Th>
          </TableHead>
          <tbody>
            {rows.map((issue, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown once and never reordered
              <Tr key={at}>
                <Td numeric>
                  <Line line={issue.line ?? 0} onShow={onShowLine} />
                </Td>
                <Td className="w-full whitespace-normal">{issue.message}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}

function Line({ line, onShow }: { line: number; onShow: ((line: number) => void) | undefined }) {
  if (onShow === undefined) return <>{formatExact(line)}</>;
  return (
    <button type="button" className="font-medium text-accent hover:underline" onClick={() => onShow(line)}>
      {formatExact(line)}
    </button>
  );
}
