import { cn } from "./cn";

/** The place of something that loads. Give it the real size, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("skeleton h-4 rounded-sm bg-sunken", className)} />;
}

/** Rows of a table that loads. `narrow`: the columns that a narrow screen shows, where those are not all. */
export function SkeletonRows({
  rows = 8,
  columns,
  narrow,
}: {
  rows?: number;
  columns: readonly string[];
  narrow?: readonly number[];
}) {
  return (
    <tbody aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <tr key={row} className="border-b last:border-b-0">
          {columns.map((width, column) => (
            <td
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns never move
              key={column}
              className={cn("h-row px-3", narrow !== undefined && !narrow.includes(column) && "max-md:hidden")}
            >
              <div className="skeleton h-3 rounded-sm bg-sunken" style={{ width }} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
