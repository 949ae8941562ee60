"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { pricesOptions } from "@/lib/client/prices";
import { providerListOptions } from "@/lib/client/providers";
import type { PriceTableResponse } from "@/lib/contracts/prices";
import type { ProviderResponse } from "@/lib/contracts/providers";
import { priceTableChanges, withShippedPrices } from "@/lib/core/pricing/price-table-changes";
import { formatPlural } from "@/lib/format";
import { Button } from "../ui/button";
import { ErrorBand } from "../ui/error-band";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { TextInput } from "../ui/text-input";
import { PriceDialog, type PriceTarget } from "./price-dialog";
import { askedPrice, type PriceRow, plainRows } from "./price-draft";
import { PriceHistory } from "./price-history";
import { PriceRows } from "./price-rows";
import { providerText } from "./price-words";
import { RemovePrice } from "./remove-price";
import { usePriceEdits } from "./use-price-edits";

const NO_PROVIDERS: readonly ProviderResponse[] = [];

/** What a million tokens cost, by model. `?provider=…&model=…` opens the form for a new price of that model. */
export function PricePage() {
  const { data: table, error, refetch, isFetching } = useQuery(pricesOptions());
  const providers = useQuery(providerListOptions()).data ?? NO_PROVIDERS;
  const [asked, setAsked] = useQueryStates({ provider: parseAsString, model: parseAsString, q: parseAsString });
  const [target, setTarget] = useState<PriceTarget | null>(null);
  const [removing, setRemoving] = useState<PriceRow | null>(null);
  const start = askedPrice(asked);
  const editing = target ?? (start === null ? null : { start });
  const close = () => {
    setTarget(null);
    void setAsked({ provider: null, model: null });
  };
  const filter = (asked.q ?? "").trim().toLowerCase();
  const rows = table?.rows.filter((row) =>
    `${providerText(row.provider, providers)} ${row.model}`.toLowerCase().includes(filter),
  );
  return (
    <>
      <PageHeader
        title="Prices"
        description="US dollars per million tokens. Costs and budgets go by them; a model without a price has an unknown cost, not 0."
        actions={
          <Button variant="primary" onClick={() => setTarget({ start: {} })} disabled={table === undefined}>
            <Plus aria-hidden />
            Add price
          </Button>
        }
      />
      {error !== null && (
        <ErrorBand
          className="mb-3"
          message={`Prices could not be loaded: ${errorMessage(error)}`}
          busy={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {table === undefined ? (
        // Its place, so that nothing jumps.
        error === null && <p className="mb-3 h-8 sm:h-4" />
      ) : (
        <ShippedNote table={table} />
      )}
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <TextInput
          data-find
          aria-label="Find a model"
          placeholder="Find a model"
          className="h-7 w-56"
          value={asked.q ?? ""}
          onChange={(event) => void setAsked({ q: event.target.value === "" ? null : event.target.value })}
        />
        <span className="text-muted text-xs tabular-nums">
          {table === undefined ? "\u00a0" : `Table ${table.label}`}
        </span>
      </div>
      {rows?.length === 0 ? (
        <p className="rounded-lg border px-3 py-6 text-center text-muted text-sm">
          {filter === "" ? "No model has a price." : `No price matches “${filter}”.`}
        </p>
      ) : (
        <PriceRows rows={rows} providers={providers} onEdit={(row) => setTarget({ row })} onRemove={setRemoving} />
      )}
      {table !== undefined && <PriceHistory table={table} providers={providers} />}
      {table !== undefined && editing !== null && (
        <PriceDialog
          key={JSON.stringify(editing)}
          table={table}
          providers={providers}
          target={editing}
          onClose={close}
        />
      )}
      {table !== undefined && removing !== null && (
        <RemovePrice table={table} row={removing} onClose={() => setRemoving(null)} />
      )}
    </>
  );
}

/** An edited table does not follow newer releases by itself: it says what they would change. */
function ShippedNote({ table }: { table: PriceTableResponse }) {
  const edits = usePriceEdits(table, () => {});
  const date = table.shipped.date;
  if (table.version === 0) {
    return (
      <p className="mb-3 text-muted text-xs">
        List prices as of {date}, shipped with this version. Edit what differs for you.
      </p>
    );
  }
  const rows = plainRows(table.rows);
  const next = withShippedPrices(rows, table.shipped.rows);
  const changes = priceTableChanges(rows, next).length;
  if (changes === 0) return <p className="mb-3 text-muted text-xs">Shipped list prices are as of {date}.</p>;
  const said = `Shipped prices of ${date} taken over.`;
  return (
    <Notice
      level="info"
      className="mb-3"
      fixes={[{ label: "Take them over", onApply: () => edits.replace(next, said, said) }]}
    >
      {formatPlural(changes, "price")} of your table {changes === 1 ? "differs" : "differ"} from the list prices of{" "}
      {date}, or
      {changes === 1 ? " is" : " are"} not in it.
      {edits.error !== null && ` ${errorMessage(edits.error)}`}
    </Notice>
  );
}
