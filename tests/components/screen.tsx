import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render } from "@testing-library/react";
import type { ReactElement, ReactNode } from "react";
import { afterEach } from "vitest";
import { alertDialogCode } from "@/components/ui/alert-dialog";
import { dialogCode } from "@/components/ui/dialog";
import { menuCode } from "@/components/ui/dropdown-menu";
import { sheetCode } from "@/components/ui/sheet";
import { bubbleCode } from "@/components/ui/tooltip";
import { makeQueryClient } from "@/lib/client/query-client";

// What jsdom lacks and controls ask for: nothing has a size there, so nothing is ever told.
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
globalThis.IntersectionObserver ??= class {
  readonly root = null;
  readonly rootMargin = "";
  readonly scrollMargin = "";
  readonly thresholds = [];
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): IntersectionObserverEntry[] {
    return [];
  }
};
Element.prototype.scrollIntoView ??= () => {};

// A busy machine may take its time; what never comes still fails.
configure({ asyncUtilTimeout: 20_000 });

// As on a page at rest: what opens over it is there.
await Promise.all([alertDialogCode, dialogCode, menuCode, sheetCode, bubbleCode].map((code) => code.load()));

afterEach(cleanup);

/** Draws a component inside the providers that every page has; what it is drawn with anew stands inside them, too. */
export function show(element: ReactElement) {
  const client = makeQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return render(element, { wrapper });
}
