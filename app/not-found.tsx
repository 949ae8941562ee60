import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <EmptyState
      level={1}
      title="There is no such page"
      action={
        <Button asChild>
          <Link href="/runs">Go to runs</Link>
        </Button>
      }
    >
      The address may be mistyped, or what it named was deleted.
    </EmptyState>
  );
}
