import Link from "next/link";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

/** A page about something that there is not, or not any more: where to look, and the way back. */
export function NotThere({
  what,
  id,
  back,
}: {
  what: "dataset" | "provider";
  id: string;
  back: { href: string; label: string };
}) {
  return (
    <EmptyState
      level={1}
      title={`There is no such ${what}`}
      action={
        <Button asChild>
          <Link href={back.href}>{back.label}</Link>
        </Button>
      }
    >
      <p>
        No {what} has the id <span className="break-all font-mono text-xs">{id}</span>; it may have been deleted.{" "}
        <Link
          href={`/activity?object=${what}:${encodeURIComponent(id)}`}
          className="text-accent underline underline-offset-2"
        >
          Activity
        </Link>{" "}
        tells by whom.
      </p>
    </EmptyState>
  );
}
