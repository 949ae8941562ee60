import { ChevronDown, ChevronUp } from "lucide-react";
import type { KeyboardEvent } from "react";
import { IconButton } from "../ui/icon-button";

/** Steps through the list behind an open case; null where there is no case further on. */
export interface CaseSteps {
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
}

/** `J` and `K` within the open case. */
export function stepByKey(event: KeyboardEvent, { onPrevious, onNext }: CaseSteps): void {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "j") onNext?.();
  if (event.key === "k") onPrevious?.();
}

export function CaseStepButtons({ onPrevious, onNext }: CaseSteps) {
  return (
    <>
      <IconButton
        label="Previous case"
        shortcut="K"
        side="bottom"
        disabled={onPrevious === null}
        onClick={() => onPrevious?.()}
      >
        <ChevronUp aria-hidden />
      </IconButton>
      <IconButton label="Next case" shortcut="J" side="bottom" disabled={onNext === null} onClick={() => onNext?.()}>
        <ChevronDown aria-hidden />
      </IconButton>
    </>
  );
}
