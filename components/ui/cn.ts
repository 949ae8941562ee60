import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Without this, `text-tick` would count as a colour and push out `text-muted`.
const merge = extendTailwindMerge({ extend: { theme: { text: ["tick"] } } });

/** Joins class names; of two that set the same property the later wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
