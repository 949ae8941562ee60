import { formatNumber } from "@/lib/format";

const STEPS = [
  { bytes: 1_000_000_000, unit: "GB" },
  { bytes: 1_000_000, unit: "MB" },
  { bytes: 1000, unit: "kB" },
];

/** "412 kB", "3.2 MB". */
export function fileSize(bytes: number): string {
  const step = STEPS.find((each) => bytes >= each.bytes);
  return step === undefined ? `${bytes}\u00a0bytes` : `${formatNumber(bytes / step.bytes)}\u00a0${step.unit}`;
}
