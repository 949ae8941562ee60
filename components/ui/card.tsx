import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A panel: one border, no shadow. */
export function Card({ className, ...rest }: ComponentProps<"section">) {
  return <section className={cn("min-w-0 rounded-lg border bg-panel p-3", className)} {...rest} />;
}

/** The head of a panel: title, a line of explanation, actions at the right. */
export function CardHeader({
  title,
  description,
  actions,
  level = 2,
  id,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  id?: string;
}) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className="mb-3 flex flex-wrap items-start justify-between gap-x-3 gap-y-2">
      <div className="min-w-0 flex-1 basis-40">
        <Heading id={id} className="font-semibold text-base">
          {title}
        </Heading>
        {description !== undefined && <p className="max-w-[72ch] text-muted text-xs">{description}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
