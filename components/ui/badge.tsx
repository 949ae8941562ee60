import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const badgeStyle = cva(
  "inline-flex h-5 max-w-full items-center align-middle gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-fg text-xs [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-sunken",
        outline: "border border-control/60 font-normal text-muted",
        call: "tint-call",
        wait: "tint-wait",
        throttle: "tint-throttle",
        error: "tint-error",
        backoff: "tint-backoff",
        idle: "tint-idle",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type BadgeTone = NonNullable<VariantProps<typeof badgeStyle>["tone"]>;

/** A chip: a word (with an icon, where it names a state) on a tint. The colour never tells alone. */
export function Badge({ tone, className, ...rest }: ComponentProps<"span"> & VariantProps<typeof badgeStyle>) {
  return <span className={cn(badgeStyle({ tone }), className)} {...rest} />;
}
