"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** The last net under every page: says that the page failed, never what the server was doing. The frame stays. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div role="alert">
      <EmptyState
        level={1}
        title="This page failed to show"
        action={
          <>
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
            <Button asChild>
              <Link href="/runs">Go to runs</Link>
            </Button>
          </>
        }
      >
        Runs go on at the server; nothing is lost.
        {error.digest !== undefined && ` (${error.digest})`}
      </EmptyState>
    </div>
  );
}
