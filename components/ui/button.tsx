import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent } from "react";
import { cn } from "./cn";

export const buttonStyle = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium text-sm transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-accent bg-accent text-on-accent hover:bg-accent/90",
        secondary: "border-control bg-bg text-fg hover:bg-sunken",
        ghost: "border-transparent bg-transparent text-fg hover:bg-sunken",
        danger: "border-danger bg-danger text-on-danger hover:bg-danger/90",
      },
      size: { sm: "h-7 px-2.5", md: "h-8 px-3" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyle> {
  /** Waits for the server: keeps its label, takes no second press. */
  busy?: boolean;
  /** Gives its look to the one child (a link). */
  asChild?: boolean;
}

/**
 * A field that loses the focus shows its error, which would push the button away from under the pointer before it is
 * released: the press would be lost.
 */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}

/** A button. It is of type `button` unless told otherwise, so that it never submits a form by accident. */
export function Button({
  variant,
  size,
  busy = false,
  asChild = false,
  className,
  children,
  onClick,
  onMouseDown,
  ...rest
}: ButtonProps) {
  const classes = cn(buttonStyle({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={classes}
      // Not `disabled`: the focus must stay on the button while it waits.
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      onMouseDown={rest.type === "submit" ? keepFocus : onMouseDown}
      {...rest}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
