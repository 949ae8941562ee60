import { Skeleton } from "../ui/skeleton";

/** The frame of a run's page while it loads, in its real places. */
export function RunSkeleton() {
  return (
    <div aria-busy="true">
      <div className="mb-3 flex h-8 items-center gap-3">
        <Skeleton className="h-6 w-48" />
        <Skeleton className="h-5 w-20" />
      </div>
      <Skeleton className="mb-3 w-96 max-w-full" />
      <Skeleton className="mb-3 h-[146px] rounded-lg 2xl:h-[89px]" />
      <Skeleton className="mb-3 h-9" />
      <div className="grid gap-3 lg:grid-cols-2">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-72 rounded-lg" />
        ))}
      </div>
    </div>
  );
}
