"use client";

import "./globals.css";

/** The frame itself failed: the page stands alone, says so, and leads back. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 p-6">
        <h1 className="font-semibold text-lg">Evalpace failed to show this page</h1>
        <p className="text-sm">
          Runs go on at the server; nothing is lost. Try again, or reload the page.
          {error.digest !== undefined && ` (${error.digest})`}
        </p>
        <div className="flex gap-2">
          <button
            type="button"
            onClick={reset}
            className="h-8 rounded-md border border-accent bg-accent px-3 font-medium text-on-accent text-sm"
          >
            Try again
          </button>
          <a href="/runs" className="inline-flex h-8 items-center rounded-md border border-control px-3 text-sm">
            Go to runs
          </a>
        </div>
      </body>
    </html>
  );
}
