import { cn } from "./cn";

/** The place of something that loads. Give it the real size, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("skeleton h-4 rounded-sm bg-sunken", className)} />;
}

/** Rows of a table that loads. */
export function SkeletonRows({ rows = 8, columns }: { rows?: number; columns: readonly string[] }) {
  return (
    <tbody aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <tr key={row} className="border-b last:border-b-0">
          {columns.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
            <td key={column} className="h-row px-3">
              <div className="skeleton h-3 rounded-sm bg-sunken" style={{ width }} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
