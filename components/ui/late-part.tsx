"use client";

import type { ComponentType } from "react";
import { ErrorBand } from "./error-band";
import { lateCode } from "./late-code";
import { useLateCode } from "./use-late-code";

/** The network was lost, or the server has a newer version of the page: the rest of the page goes on. */
export function PartMissing() {
  return (
    <ErrorBand
      message="This part of the page could not be loaded so far. It is tried again every few seconds."
      retryLabel="Load the page anew"
      onRetry={() => window.location.reload()}
    />
  );
}

/**
 * A part of a page that comes after its first paint. `Place` holds its place meanwhile. With `loadAtRest` it can be there
 * before it is asked for.
 */
export function latePart<Props extends object>(fetchPart: () => Promise<ComponentType<Props>>, Place: ComponentType) {
  const code = lateCode(fetchPart);
  function Part(props: Props) {
    const { loaded: Loaded, failed } = useLateCode(code, true);
    if (Loaded !== null) return <Loaded {...props} />;
    return failed ? <PartMissing /> : <Place />;
  }
  return Object.assign(Part, { loadAtRest: code.loadAtRest });
}
