import { Skeleton } from "../ui/skeleton";

/** The page's shape while pools load. */
export function LimitsSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-3">
      <span className="sr-only">Loading limits</span>
      {["a", "b"].map((key) => (
        <div key={key} className="rounded-lg border bg-panel p-4">
          <div className="flex justify-between gap-4">
            <div className="flex flex-col gap-2">
              <Skeleton className="w-44" />
              <Skeleton className="h-3 w-72 max-w-[60vw]" />
            </div>
            <Skeleton className="h-7 w-16 rounded-md" />
          </div>
          <div className="mt-4 grid grid-cols-2 gap-x-6 gap-y-3 lg:grid-cols-4">
            {["rate", "slots", "permits", "tokens"].map((meter) => (
              <div key={meter} className="flex flex-col gap-2">
                <Skeleton className="h-3 w-full" />
                <Skeleton className="h-1.5 w-full rounded-full" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
