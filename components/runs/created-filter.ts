import { type Calendar, momentMs, readMomentText, utcCalendar } from "@/lib/contracts/moment-text";
import { formatDay, formatMinute } from "@/lib/format";
import type { TimeZone } from "../ui/preferences-cookie";

/** When runs were created, as the address has it: a span back from now, or moments, each as it was written. */
export interface CreatedInUrl<Since extends string = string> {
  readonly since: Since | null;
  readonly from: string | null;
  readonly to: string | null;
}

export type CreatedFilter<Since extends string = string> =
  | { readonly kind: "since"; readonly since: Since }
  /** Epoch ms; `to` is no longer within. One of them is there. */
  | { readonly kind: "between"; readonly fromMs: number | null; readonly toMs: number | null };

/** What the address asks for in vain: `both` a span and moments, or an end that is not after its start. */
export type CreatedClash = "both" | "order";

const browserCalendar: Calendar = ([year, month, ...rest]) => new Date(year, month - 1, ...rest).getTime();

function calendarOf(zone: TimeZone): Calendar {
  return zone === "utc" ? utcCalendar : browserCalendar;
}

/** What of the address holds; days and times without a zone are the reader's. Moments win over a span: they say more. */
export function readCreated<Since extends string>(
  { since, from, to }: CreatedInUrl<Since>,
  zone: TimeZone,
): { readonly filter: CreatedFilter<Since> | null; readonly clash: CreatedClash | null } {
  const fromMs = boundMs(from, "from", zone);
  const toMs = boundMs(to, "to", zone);
  const sinceFilter = since === null ? null : ({ kind: "since", since } as const);
  if (fromMs === null && toMs === null) return { filter: sinceFilter, clash: null };
  if (fromMs !== null && toMs !== null && fromMs >= toMs) return { filter: sinceFilter, clash: "order" };
  return { filter: { kind: "between", fromMs, toMs }, clash: since === null ? null : "both" };
}

function boundMs(text: string | null, edge: "from" | "to", zone: TimeZone): number | null {
  const moment = text === null ? null : readMomentText(text);
  return moment === null ? null : momentMs(moment, edge, calendarOf(zone));
}

/** "Nov 20, 14:00 – Nov 21, 09:00"; a whole day without its clock. */
export function spanWords({ from, to }: Pick<CreatedInUrl, "from" | "to">, zone: TimeZone, nowMs: number): string {
  const words = (text: string | null) => {
    const moment = text === null ? null : readMomentText(text);
    if (moment === null) return null;
    const ms = momentMs(moment, "from", calendarOf(zone));
    return moment.kind === "day" ? formatDay(ms, nowMs) : formatMinute(ms, nowMs);
  };
  const [start, end] = [words(from), words(to)];
  if (start !== null && end !== null) return start === end ? start : `${start} – ${end}`;
  return start === null ? `until ${end}` : `from ${start}`;
}

/** The value of a field for date and time, on the reader's clock. */
export function fieldText(ms: number | null, zone: TimeZone): string {
  if (ms === null) return "";
  const offsetMs = zone === "utc" ? 0 : new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}

export interface SpanFields {
  readonly from: string;
  readonly to: string;
}
export type SpanProblems = Partial<Record<keyof SpanFields, string>>;

/** What was filled in, as instants for the address: the same for every reader. Or what is wrong with it, by field. */
export function readSpanFields(
  fields: SpanFields,
  zone: TimeZone,
): { readonly from: string | null; readonly to: string | null } | { readonly problems: SpanProblems } {
  if (fields.from === "" && fields.to === "") return { problems: { from: "Give a start, an end, or both." } };
  const fromMs = boundMs(fields.from || null, "from", zone);
  const toMs = boundMs(fields.to || null, "to", zone);
  const problems: SpanProblems = {
    ...(fields.from !== "" && fromMs === null ? { from: "Give date and time." } : {}),
    ...(fields.to !== "" && toMs === null ? { to: "Give date and time." } : {}),
  };
  if (Object.keys(problems).length > 0) return { problems };
  if (fromMs !== null && toMs !== null && fromMs >= toMs)
    return { problems: { to: "The end has to be later than the start." } };
  return { from: instantText(fromMs), to: instantText(toMs) };
}

/** "2026-11-20T13:00Z" */
function instantText(ms: number | null): string | null {
  return ms === null ? null : `${new Date(ms).toISOString().slice(0, 16)}Z`;
}
