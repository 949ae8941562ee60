import { NAV_ITEMS } from "./nav-items";

/** One step of the breadcrumb; the last is the page itself and has no link. */
export interface Crumb {
  readonly label: string;
  readonly href: string | null;
}

/** Pages that belong to a section but do not lie under its address. */
const GUESTS: Readonly<Record<string, { readonly section: string; readonly label: string }>> = {
  prices: { section: "/providers", label: "Prices" },
  compare: { section: "/runs", label: "Compare" },
};

/** The way to a page. `name` is what the open page calls itself. Empty where the page lies nowhere. */
export function trailOf(pathname: string, name: string | null): Crumb[] {
  const [first = "", ...rest] = pathname.split("/").filter((part) => part !== "");
  const guest = GUESTS[first];
  const section = NAV_ITEMS.find((item) => item.href === (guest?.section ?? `/${first}`));
  if (section === undefined) return [];
  const steps = [section.label];
  if (guest !== undefined) steps.push(guest.label);
  if (rest.length > 0) steps.push(name ?? (rest[0] === "new" ? section.newLabel : undefined) ?? decoded(rest.at(-1)));
  return steps.map((label, at) => ({
    label,
    href: at === steps.length - 1 ? null : at === 0 ? section.href : `/${first}`,
  }));
}

/** A part of an address as people read it; a broken escape stays as it is. */
function decoded(part = ""): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
