import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

/** What failed, where it failed, with a way to try again. What was loaded before stays in view beside it. */
export function ErrorBand({
  message,
  onRetry,
  retryLabel = "Retry",
  busy = false,
  className,
  children,
}: {
  message: ReactNode;
  onRetry?: () => void;
  retryLabel?: string;
  busy?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <div
      role="alert"
      className={cn(
        "tint-error flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg border border-error/40 px-3 py-2 text-sm",
        className,
      )}
    >
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1 break-words">
        {message}
        {children}
      </div>
      {onRetry !== undefined && (
        <Button size="sm" onClick={onRetry} busy={busy}>
          {retryLabel}
        </Button>
      )}
    </div>
  );
}
