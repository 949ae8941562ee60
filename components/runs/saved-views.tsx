"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorMessage } from "@/lib/client/api-client";
import { createRunViewMutation, deleteViewMutation, runViewsOptions, updateViewMutation } from "@/lib/client/views";
import type { ViewResponse } from "@/lib/contracts/views";
import { formatPlural } from "@/lib/format";
import { AlertDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { copyPageLink } from "../ui/copy-page-link";
import { Dialog } from "../ui/dialog";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "../ui/dropdown-menu";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { usePreferences } from "../ui/preferences";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import {
  countFilters,
  filtersOfView,
  PLAIN_VIEW,
  type RunsFilterState,
  type SetRunsFilterState,
  viewQuery,
} from "./runs-url-state";

const NONE: ViewResponse[] = [];

/** Says quietly that the view of the address is not there; its filters, which stand in the address as well, hold. */
export function UnknownView({ view, onTakeOut }: { view: string | null; onTakeOut: () => void }) {
  const views = useQuery(runViewsOptions());
  if (view === null || views.data === undefined || views.data.some(({ id }) => id === view)) return null;
  return (
    <Notice level="info" className="mb-3" fixes={[{ label: "Take it out", onApply: onTakeOut }]}>
      The saved view of this address is not there; it may have been deleted.
    </Notice>
  );
}

/** Names for filters, shared in the workspace. Opening one fills the address; what is changed after stays in the address. */
export function SavedViews({ state, setState }: { state: RunsFilterState; setState: SetRunsFilterState }) {
  const views = useQuery(runViewsOptions());
  const [asking, setAsking] = useState<"save" | "rename" | "delete" | null>(null);
  const update = useMutation(updateViewMutation());
  const open = views.data?.find((view) => view.id === state.view) ?? null;
  const query = viewQuery(state);
  const zone = usePreferences().preferences.timeZone;
  const edited = open !== null && viewQuery(filtersOfView(open.query)) !== query;
  const fill = (view: ViewResponse) =>
    void setState({ ...filtersOfView(view.query), view: view.id }, { history: "push" });
  const label = open === null ? "Views" : `${open.name}${edited ? " · edited" : ""}`;
  return (
    <>
      <DropdownMenu
        align="start"
        trigger={
          <Button size="sm" className="max-w-64" aria-label={open === null ? "Saved views" : `View: ${label}`}>
            <Bookmark aria-hidden />
            <span className="truncate">{label}</span>
          </Button>
        }
      >
        {views.isError && <MenuLabel>{errorMessage(views.error)}</MenuLabel>}
        {(views.data ?? NONE).length > 0 && <MenuLabel>Open a view</MenuLabel>}
        {(views.data ?? NONE).map((view) => (
          <MenuItem key={view.id} onSelect={() => fill(view)}>
            <span className={view.id === open?.id ? "font-medium" : ""}>{view.name}</span>
          </MenuItem>
        ))}
        {(views.data ?? NONE).length > 0 && <MenuSeparator />}
        {open !== null && edited && (
          <>
            <MenuItem
              onSelect={() =>
                update.mutate(
                  { id: open.id, query },
                  {
                    onSuccess: () => void toast.success(`${open.name} is saved.`),
                    onError: (error) => void toast.error(errorMessage(error)),
                  },
                )
              }
            >
              Save changes to {open.name}
            </MenuItem>
            <MenuItem onSelect={() => fill(open)}>Back to {open.name} as saved</MenuItem>
          </>
        )}
        <MenuItem disabled={query === ""} onSelect={() => setAsking("save")}>
          Save as a new view…
        </MenuItem>
        <MenuItem onSelect={copyPageLink}>Copy link to this list</MenuItem>
        {open !== null && (
          <>
            <MenuItem onSelect={() => setAsking("rename")}>Rename…</MenuItem>
            <MenuItem onSelect={() => void setState({ ...PLAIN_VIEW, view: null })}>Leave the view</MenuItem>
            <MenuSeparator />
            <MenuItem danger onSelect={() => setAsking("delete")}>
              Delete…
            </MenuItem>
          </>
        )}
      </DropdownMenu>
      {asking === "save" && (
        <NameDialog
          title="Save as a view"
          description={`${formatPlural(countFilters(state, zone), "filter")}, order and columns, for everybody in the workspace.`}
          query={query}
          onDone={(view) => {
            setAsking(null);
            if (view !== null) void setState({ view: view.id });
          }}
        />
      )}
      {asking === "rename" && open !== null && (
        <NameDialog title="Rename the view" view={open} onDone={() => setAsking(null)} />
      )}
      {asking === "delete" && open !== null && (
        <DeleteView
          view={open}
          onDone={(gone) => {
            setAsking(null);
            if (gone) void setState({ view: null });
          }}
        />
      )}
    </>
  );
}

/** Asks for a name: of a new view (`query`), or another one for `view`. A refusal keeps what was typed. */
function NameDialog({
  title,
  description,
  view,
  query,
  onDone,
}: {
  title: string;
  description?: string;
  view?: ViewResponse;
  query?: string;
  onDone: (view: ViewResponse | null) => void;
}) {
  const [name, setName] = useState(view?.name ?? "");
  const [empty, setEmpty] = useState(false);
  const create = useMutation(createRunViewMutation());
  const update = useMutation(updateViewMutation());
  const busy = create.isPending || update.isPending;
  const error = create.error ?? update.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setEmpty(true);
    if (view === undefined) create.mutate({ name, query: query ?? "" }, { onSuccess: onDone });
    else update.mutate({ id: view.id, name }, { onSuccess: onDone });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onDone(null)}
      title={title}
      {...(description === undefined ? {} : { description })}
    >
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label="Name"
          error={
            empty && name.trim() === "" ? "Give the view a name." : error === null ? undefined : errorMessage(error)
          }
        >
          <TextInput
            value={name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => {
              setName(event.target.value);
              create.reset();
              update.reset();
            }}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onDone(null)}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function DeleteView({ view, onDone }: { view: ViewResponse; onDone: (gone: boolean) => void }) {
  const remove = useMutation(deleteViewMutation());
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onDone(false)}
      title={`Delete ${view.name}?`}
      safeLabel="Keep it"
      actLabel="Delete view"
      busy={remove.isPending}
      error={remove.error === null ? null : errorMessage(remove.error)}
      onAct={() => remove.mutate({ id: view.id }, { onSuccess: () => onDone(true) })}
    >
      The view goes for everybody. Runs are not touched.
    </AlertDialog>
  );
}
