"use client";

import { type ComponentType, useEffect, useState } from "react";
import { type LateCode, lateCode } from "./late-code";
import { PartMissing } from "./late-part";
import { OPENING } from "./opening";
import { useLateCode } from "./use-late-code";

/** Holds the keys of the page, and says where what was asked for cannot be had. */
export function OverlayOnItsWay({ failed }: { failed: boolean }) {
  return (
    <div {...{ [OPENING]: "" }} className="contents">
      {failed && (
        <div className="fixed inset-x-3 bottom-20 z-50 mx-auto max-w-xl rounded-lg bg-bg shadow-overlay">
          <PartMissing />
        </div>
      )}
    </div>
  );
}

/**
 * What opens over the page: a dialog, a drawer. It draws nothing while it has never been open, comes when the page is at
 * rest, and where it is opened before that, opens as soon as it is there.
 */
export function LateOverlay<Props extends { readonly open: boolean }>({
  code,
  props,
}: {
  code: LateCode<ComponentType<Props>>;
  props: Props;
}) {
  const [wasOpen, setWasOpen] = useState(props.open);
  if (props.open && !wasOpen) setWasOpen(true);
  const { loaded: Window, failed } = useLateCode(code, props.open);
  useEffect(() => code.loadAtRest(), [code]);
  if (!wasOpen) return null;
  if (Window !== null) return <Window {...props} />;
  return props.open ? <OverlayOnItsWay failed={failed} /> : null;
}

/** A component with an `open` that comes late, as `LateOverlay` says. */
export function lateOverlay<Props extends { readonly open: boolean }>(fetchPart: () => Promise<ComponentType<Props>>) {
  const code = lateCode(fetchPart);
  // biome-ignore lint/correctness/noComponentHookFactories: made once for a file, where modules are read
  return function Overlay(props: Props) {
    return <LateOverlay code={code} props={props} />;
  };
}
