export interface WaitClass {
  /** Upper end, ms; null in the last class. */
  readonly underMs: number | null;
  readonly asked: number;
  readonly computed: number;
}

export interface WaitBar {
  readonly label: string;
  readonly asked: number;
  readonly computed: number;
  /** 0 to 1 of the height. */
  readonly askedHeight: number;
  readonly computedHeight: number;
}

/** C11: backoffs by length, two bars for each class: as long as the provider asked, and as long as we reckoned. */
export function prepareWaits(classes: readonly WaitClass[]): WaitBar[] {
  const highest = Math.max(1, ...classes.flatMap(({ asked, computed }) => [asked, computed]));
  return classes.map(({ underMs, asked, computed }, at) => ({
    label: labelOf(classes[at - 1]?.underMs ?? null, underMs),
    asked,
    computed,
    askedHeight: asked / highest,
    computedHeight: computed / highest,
  }));
}

function labelOf(fromMs: number | null, underMs: number | null): string {
  if (fromMs === null) return `<${(underMs ?? 0) / 1000}`;
  return underMs === null ? `>${fromMs / 1000}` : `${fromMs / 1000}–${underMs / 1000}`;
}
