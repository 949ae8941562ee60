"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command as Cmdk } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useRef, useState } from "react";
import { datasetListOptions } from "@/lib/client/datasets";
import { presetScopeText } from "@/lib/client/preset-scope-text";
import { presetListOptions } from "@/lib/client/presets";
import { providerListOptions } from "@/lib/client/providers";
import { recentRunsOptions } from "@/lib/client/runs";
import { Kbd } from "../ui/kbd";
import { useDebounced } from "../ui/use-debounced";
import { useReturnFocus } from "../ui/use-return-focus";
import { matchCommand } from "./match-command";
import { COMMAND_GROUPS, type Command, useCommandMenu } from "./use-command";

/** Everything that can be done or gone to, found by typing: commands of the open page, of the frame, and what is stored. */
export function CommandMenu({ open }: { open: boolean }) {
  const { hide, commands } = useCommandMenu();
  const chosen = useRef<(() => void) | null>(null);
  const choose = (run: () => void) => {
    chosen.current = run;
    hide();
  };
  const giveFocusBack = useReturnFocus(open);
  // Not before the menu is gone and has given the focus back: a dialog that opens now takes it from there.
  const runChosen = (event: Event) => {
    giveFocusBack(event);
    const run = chosen.current;
    chosen.current = null;
    if (run !== null) setTimeout(run);
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && hide()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-overlay" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={runChosen}
          className="fade-in fixed top-[10vh] left-1/2 z-50 flex max-h-[70vh] w-[calc(100vw-24px)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-lg border bg-bg shadow-overlay"
        >
          <Dialog.Title className="sr-only">Search or run a command</Dialog.Title>
          <MenuBody commands={commands()} choose={choose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function MenuBody({ commands, choose }: { commands: readonly Command[]; choose: (run: () => void) => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const found = useFound(text);
  const go = (href: string) => choose(() => router.push(href));
  return (
    <Cmdk label="Search or run a command" filter={matchCommand} loop className="flex min-h-0 flex-col">
      <div className="flex items-center gap-2 border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
        <Cmdk.Input
          value={text}
          onValueChange={setText}
          placeholder="Search or run a command"
          className="h-11 w-full min-w-0 bg-transparent text-base outline-none placeholder:text-muted"
        />
      </div>
      <Cmdk.List label="Commands" className="min-h-0 flex-1 overflow-y-auto p-1">
        <Cmdk.Empty className="px-3 py-6 text-center text-muted text-sm">
          {found.searching ? "Looking…" : `Nothing matches "${text}".`}
        </Cmdk.Empty>
        {COMMAND_GROUPS.map((heading) => ({
          heading,
          own: commands.filter(({ group = COMMAND_GROUPS[0] }) => group === heading),
        })).map(
          ({ heading, own }) =>
            own.length > 0 && (
              <Group key={heading} heading={heading}>
                {own.map((command) => (
                  <Item
                    key={command.id}
                    value={command.id}
                    label={command.label}
                    {...(command.keywords === undefined ? {} : { words: command.keywords })}
                    {...(command.keys === undefined ? {} : { keys: command.keys })}
                    onChoose={() => choose(command.run)}
                  />
                ))}
              </Group>
            ),
        )}
        {found.groups.map(({ heading, items }) => (
          <Group key={heading} heading={heading}>
            {items.map(({ id, label, aside, href }) => (
              <Item
                key={id}
                value={`${heading}:${id}`}
                label={label}
                words={[aside, heading]}
                aside={aside}
                onChoose={() => go(href)}
              />
            ))}
          </Group>
        ))}
      </Cmdk.List>
    </Cmdk>
  );
}

function Group({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <Cmdk.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Cmdk.Group>
  );
}

function Item({
  value,
  label,
  words = [],
  aside,
  keys = [],
  onChoose,
}: {
  value: string;
  label: string;
  words?: readonly string[];
  aside?: string;
  keys?: readonly string[];
  onChoose: () => void;
}) {
  return (
    <Cmdk.Item
      value={value}
      keywords={[label, ...words]}
      onSelect={onChoose}
      className="flex min-h-8 cursor-default items-center gap-3 rounded-md px-2 py-1 text-sm data-[selected=true]:bg-sunken"
    >
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {aside !== undefined && <span className="max-w-[45%] shrink-0 truncate text-muted text-xs">{aside}</span>}
      {keys.length > 0 && (
        <span className="flex shrink-0 gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Cmdk.Item>
  );
}

interface Found {
  readonly heading: string;
  readonly items: readonly { id: string; label: string; aside: string; href: string }[];
}

/** What is stored and could be meant. Runs are looked up by name; of all else there are few, and the menu filters them. */
function useFound(text: string): { readonly searching: boolean; readonly groups: readonly Found[] } {
  const q = useDebounced(text.trim(), 200);
  const runs = useQuery({
    ...recentRunsOptions({ limit: 8, ...(q === "" ? {} : { q }) }),
    placeholderData: keepPreviousData,
  });
  const presets = useQuery(presetListOptions());
  const datasets = useQuery(datasetListOptions());
  const providers = useQuery(providerListOptions());
  // A long list of everything is no help before anything was typed.
  const shown = text.trim() === "" ? 3 : 50;
  const groups: Found[] = [
    {
      heading: "Runs",
      items: (runs.data?.items ?? []).map(({ id, name, state }) => ({
        id,
        label: name,
        aside: state,
        href: `/runs/${id}`,
      })),
    },
    {
      heading: "Presets",
      items: (presets.data ?? []).slice(0, shown).map(({ slug, name, latest, scope }) => ({
        id: slug,
        label: name,
        aside: [`${slug} v${latest.n}`, presetScopeText(scope)].filter((part) => part !== null).join(" · "),
        href: `/presets/${slug}`,
      })),
    },
    {
      heading: "Datasets",
      items: (datasets.data ?? []).slice(0, shown).map(({ id, name, caseCount }) => ({
        id,
        label: name,
        aside: `${caseCount} cases`,
        href: `/datasets/${id}`,
      })),
    },
    {
      heading: "Providers",
      items: (providers.data ?? []).slice(0, shown).map(({ id, name, kind }) => ({
        id,
        label: name,
        aside: kind,
        href: `/providers/${id}`,
      })),
    },
  ];
  const searching = q !== text.trim() || [runs, presets, datasets, providers].some((query) => query.isFetching);
  return { searching, groups: groups.filter(({ items }) => items.length > 0) };
}
