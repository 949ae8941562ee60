import { CircleAlert, CircleCheck, Gauge } from "lucide-react";
import Link from "next/link";
import { ApiError, errorMessage } from "@/lib/client/api-client";
import type { ProviderResponse, TestProviderResponse } from "@/lib/contracts/providers";
import { formatDuration } from "@/lib/format";
import { cn } from "../ui/cn";

/** Whose test it was; its kind where that is known. */
type Tested = Pick<ProviderResponse, "id"> & Partial<Pick<ProviderResponse, "kind">>;

/** Which field mends a fault. */
const MENDS: Partial<Record<NonNullable<TestProviderResponse["fault"]>, { field: string; label: string }>> = {
  key: { field: "provider-apiKey", label: "Mend the key" },
  url: { field: "provider-baseUrl", label: "Mend the base URL" },
  model: { field: "provider-test-model", label: "Choose another model" },
};

/** What a test showed, and the way to what mends it. It is read out when it arrives. */
export function TestResult({
  result,
  error,
  provider,
  onPage = false,
}: {
  result: TestProviderResponse | undefined;
  error: Error | null;
  provider: Tested;
  /** The field to mend is on the same page. */
  onPage?: boolean;
}) {
  return (
    <div role="status">
      {error !== null ? (
        <Line tone="fault" message={errorMessage(error)}>
          {error instanceof ApiError && error.issues.some((issue) => issue.path === "model") && (
            <Mend field="provider-models" label="Name its models" provider={provider} onPage={onPage} />
          )}
        </Line>
      ) : (
        result !== undefined && <Verdict result={result} provider={provider} onPage={onPage} />
      )}
    </div>
  );
}

function Verdict({ result, provider, onPage }: { result: TestProviderResponse; provider: Tested; onPage: boolean }) {
  const mend = result.fault === null ? undefined : MENDS[result.fault];
  const facts = [
    result.model,
    result.status === null ? null : `status ${result.status}`,
    result.latencyMs === null ? null : formatDuration(result.latencyMs),
  ].filter((fact) => fact !== null);
  return (
    <Line tone={result.fault === null ? "ok" : result.ok ? "limit" : "fault"} message={result.message}>
      <span className="text-muted tabular-nums">{facts.join(" · ")}</span>
      {mend !== undefined && !(provider.kind === "simulated" && result.fault !== "model") && (
        <Mend {...mend} provider={provider} onPage={onPage} />
      )}
    </Line>
  );
}

const LOOK = {
  ok: { icon: CircleCheck, word: "Works", className: "tint-call" },
  limit: { icon: Gauge, word: "Throttled", className: "tint-throttle" },
  fault: { icon: CircleAlert, word: "Fails", className: "tint-error" },
} as const;

function Line({ tone, message, children }: { tone: keyof typeof LOOK; message: string; children?: React.ReactNode }) {
  const { icon: Icon, word, className } = LOOK[tone];
  return (
    <div className={cn("flex items-start gap-2 rounded-md px-2.5 py-2 text-xs", className)}>
      <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
      <div className="min-w-0 flex-1 break-words">
        <span className="sr-only">{word}: </span>
        <p>{message}</p>
        <div className="mt-0.5 flex flex-wrap gap-x-3">{children}</div>
      </div>
    </div>
  );
}

function Mend({ field, label, provider, onPage }: { field: string; label: string; provider: Tested; onPage: boolean }) {
  if (!onPage) {
    return (
      <Link
        href={`/providers/${encodeURIComponent(provider.id)}#${field}`}
        className="font-medium text-accent hover:underline"
      >
        {label}
      </Link>
    );
  }
  return (
    <button
      type="button"
      className="font-medium text-accent hover:underline"
      onClick={() => document.getElementById(field)?.focus()}
    >
      {label}
    </button>
  );
}
