"use client";

import { useEffect } from "react";

/** The title of the tab while the page is open. */
export function useDocumentTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}
