import type { ReactNode } from "react";
import { cn } from "./cn";

/** Says why there is nothing, and what to do next. */
export function EmptyState({
  icon,
  title,
  level = 2,
  action,
  className,
  children,
}: {
  icon?: ReactNode;
  title: ReactNode;
  /** 1 where it is all that the page shows. */
  level?: 1 | 2;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <div
      className={cn(
        "flex flex-col items-center gap-2 rounded-lg border border-dashed px-6 py-12 text-center [&>svg]:size-6 [&>svg]:text-muted",
        className,
      )}
    >
      {icon}
      <Heading className="font-semibold text-base">{title}</Heading>
      {children !== undefined && <div className="max-w-[min(56ch,100%)] text-muted text-sm">{children}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
