"use client";

import { MoreHorizontal } from "lucide-react";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { formatTokens } from "@/lib/format";
import { Badge } from "../ui/badge";
import { DropdownMenu, MenuItem } from "../ui/dropdown-menu";
import { IconButton } from "../ui/icon-button";
import { SkeletonRows } from "../ui/skeleton";
import { Table, TableHead, Td, Th, Tr } from "../ui/table";
import { useRowKeys } from "../ui/use-row-keys";
import type { PriceRow } from "./price-draft";
import { priceText, providerText } from "./price-words";

const WIDTHS = ["96px", "160px", "48px", "48px", "48px", "48px", "56px", "16px"] as const;

/** One line per model. Undefined: not loaded yet. */
export function PriceRows({
  rows,
  providers,
  onEdit,
  onRemove,
}: {
  rows: readonly PriceRow[] | undefined;
  providers: readonly ProviderResponse[];
  onEdit: (row: PriceRow) => void;
  onRemove: (row: PriceRow) => void;
}) {
  const list = useRowKeys<HTMLTableSectionElement>();
  return (
    <Table label="Prices per million tokens" className="sm:min-w-[640px]" aria-busy={rows === undefined}>
      <TableHead>
        <Th className="max-sm:hidden">Provider</Th>
        <Th>Model</Th>
        <Th numeric>Input</Th>
        <Th numeric>Output</Th>
        <Th numeric>Cached input</Th>
        <Th numeric>Context</Th>
        <Th>Origin</Th>
        <Th className="w-10">
          <span className="sr-only">Actions</span>
        </Th>
      </TableHead>
      {rows === undefined ? (
        <SkeletonRows rows={12} columns={WIDTHS} />
      ) : (
        <tbody ref={list}>
          {rows.map((row) => (
            <Tr key={`${row.provider} ${row.model}`}>
              <Td className="max-sm:hidden">{providerText(row.provider, providers)}</Td>
              <Td className="max-w-40 truncate font-mono text-xs sm:max-w-72" title={row.model}>
                <button
                  type="button"
                  data-row-link
                  className="max-w-full truncate align-bottom hover:underline"
                  onClick={() => onEdit(row)}
                >
                  {row.model}
                </button>
                <span className="block truncate font-sans text-muted sm:hidden">
                  {providerText(row.provider, providers)}
                </span>
              </Td>
              <Td numeric>{priceText(row.inputUsdPerMillion)}</Td>
              <Td numeric>{priceText(row.outputUsdPerMillion)}</Td>
              <Td numeric className={row.cachedInputUsdPerMillion === null ? "text-muted" : ""}>
                {priceText(row.cachedInputUsdPerMillion)}
              </Td>
              <Td numeric className="text-muted">
                {formatTokens(row.contextTokens)}
              </Td>
              <Td>
                {row.origin === "own" ? <Badge tone="outline">own</Badge> : <span className="text-muted">shipped</span>}
              </Td>
              <Td className="pr-2">
                <DropdownMenu
                  trigger={
                    <IconButton label={`Actions for ${row.model}`}>
                      <MoreHorizontal aria-hidden />
                    </IconButton>
                  }
                >
                  <MenuItem onSelect={() => onEdit(row)}>Edit…</MenuItem>
                  <MenuItem danger onSelect={() => onRemove(row)}>
                    Remove…
                  </MenuItem>
                </DropdownMenu>
              </Td>
            </Tr>
          ))}
        </tbody>
      )}
    </Table>
  );
}
