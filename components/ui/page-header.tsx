import type { ReactNode } from "react";

/** The head of a page: its one h1, a line under it, and the actions of the page at the right. */
export function PageHeader({
  title,
  description,
  actions,
}: {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h1 className="font-semibold text-lg">{title}</h1>
        {description !== undefined && <p className="max-w-[72ch] text-muted text-sm">{description}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
