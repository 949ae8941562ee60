"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, ChevronRight } from "lucide-react";
import Link from "next/link";
import { datasetListOptions } from "@/lib/client/datasets";
import { providerListOptions } from "@/lib/client/providers";
import { recentRunsOptions } from "@/lib/client/runs";
import { cn } from "../ui/cn";
import { SampleRunButton } from "./sample-run-button";

/** First use: a run to watch without any key, and the three steps to one's own. */
export function Welcome() {
  const providers = useQuery(providerListOptions());
  const datasets = useQuery(datasetListOptions());
  const runs = useQuery(recentRunsOptions({ limit: 1 }));
  // The simulated provider is there from the start: it is no step that anybody took.
  const hasProvider = providers.data?.some((provider) => provider.kind !== "simulated");
  const hasDataset = datasets.data === undefined ? undefined : datasets.data.length > 0;
  const hasRun = runs.data === undefined ? undefined : runs.data.items.length > 0;
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-6 py-4 md:py-10">
      <header>
        <h1 className="font-semibold text-xl">Run evals as fast as your providers allow</h1>
        <p className="mt-1 max-w-[64ch] text-base text-muted">
          Set requests per second, burst, concurrency and attempts once per provider. Evalpace keeps every run within
          them, retries what can be retried, and always says what holds a run back.
        </p>
      </header>
      <section
        aria-labelledby="welcome-sample"
        className="flex flex-col items-start gap-3 rounded-lg border bg-panel p-4 sm:flex-row sm:items-center sm:justify-between sm:gap-6"
      >
        <div>
          <h2 id="welcome-sample" className="font-semibold text-base">
            See one first
          </h2>
          <p className="text-muted text-sm">
            A small eval against the built-in simulated provider: no key, no cost, done within a minute.
          </p>
        </div>
        <SampleRunButton />
      </section>
      <section aria-labelledby="welcome-steps">
        <h2 id="welcome-steps" className="mb-2 font-semibold text-base">
          Your own eval in three steps
        </h2>
        <ol className="divide-y divide-line rounded-lg border">
          <Step n={1} href="/providers/new" title="Add a provider key" done={hasProvider}>
            OpenAI, Anthropic, Google, or any server that speaks OpenAI's API.
          </Step>
          <Step n={2} href="/datasets/new" title="Import a dataset" done={hasDataset}>
            CSV, JSON or JSONL; every column can fill the prompt.
          </Step>
          <Step n={3} href="/runs/new" title="Start a run" done={hasRun}>
            See how long it will take, and what bounds it, before you start.
          </Step>
        </ol>
      </section>
    </div>
  );
}

function Step({
  n,
  href,
  title,
  done,
  children,
}: {
  n: number;
  href: string;
  title: string;
  /** Undefined while it is not known. */
  done: boolean | undefined;
  children: string;
}) {
  return (
    <li>
      <Link
        href={href}
        className="group flex min-h-14 items-center gap-3 px-4 py-2.5 -outline-offset-2 hover:bg-panel"
        aria-describedby={`welcome-step-${n}`}
      >
        <span
          aria-hidden
          className={cn(
            "flex size-6 shrink-0 items-center justify-center rounded-full border font-medium text-xs tabular-nums",
            done === true ? "border-accent bg-accent text-on-accent" : "border-control/60 text-muted",
          )}
        >
          {done === true ? <Check className="size-3.5" strokeWidth={3} /> : n}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-medium text-sm">{title}</span>
          <span id={`welcome-step-${n}`} className="block text-muted text-xs">
            {children}
          </span>
        </span>
        <span className="shrink-0 text-muted text-xs">{done === undefined ? "" : done ? "Done" : "To do"}</span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted group-hover:text-fg" />
      </Link>
    </li>
  );
}
