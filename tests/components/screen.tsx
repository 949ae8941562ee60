import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, render } from "@testing-library/react";
import type { ReactElement, ReactNode } from "react";
import { afterEach } from "vitest";
import { TooltipProvider } from "@/components/ui/tooltip";
import { makeQueryClient } from "@/lib/client/query-client";

// What jsdom lacks and controls ask for: nothing has a size there, so nothing is ever told.
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
Element.prototype.scrollIntoView ??= () => {};

// A busy machine may take its time; what never comes still fails.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);

/** Draws a component inside the providers that every page has; what it is drawn with anew stands inside them, too. */
export function show(element: ReactElement) {
  const client = makeQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <TooltipProvider>{children}</TooltipProvider>
    </QueryClientProvider>
  );
  return render(element, { wrapper });
}
