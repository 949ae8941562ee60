/** Year, month (1 to 12), day, hour, minute, second, millisecond. */
type CalendarTime = readonly [number, number, number, number, number, number, number];

/** A moment as people and addresses write it. A day, and a time without a zone, are those of some zone. */
export type MomentText =
  | { readonly kind: "day" | "local"; readonly at: CalendarTime }
  | { readonly kind: "instant"; readonly ms: number };

/** Says when a calendar's time is in some zone, epoch ms. A day or an hour beyond the last one is that of the next. */
export type Calendar = (at: CalendarTime) => number;

export const utcCalendar: Calendar = ([year, month, ...rest]) => Date.UTC(year, month - 1, ...rest);

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?(?:(Z)|([+-])(\d{2}):(\d{2}))?)?$/;
const MINUTE_MS = 60_000;

/** "2026-11-20", "2026-11-20T14:00" or "2026-11-20T14:00Z"; null for anything else, and for a day that there is not. */
export function readMomentText(text: string): MomentText | null {
  const found = SHAPE.exec(text);
  if (found === null) return null;
  const part = (at: number) => Number(found[at] ?? 0);
  const at: CalendarTime = [
    part(1),
    part(2),
    part(3),
    part(4),
    part(5),
    part(6),
    Number((found[7] ?? "").padEnd(3, "0")),
  ];
  const ms = utcCalendar(at);
  // What the calendar does not have comes back as something else.
  if (!Number.isFinite(ms) || new Date(ms).toISOString().slice(0, 19) !== plainText(at)) return null;
  if (found[8] === undefined && found[9] === undefined) return { kind: found[4] === undefined ? "day" : "local", at };
  const offsetMs = (part(10) * 60 + part(11)) * MINUTE_MS;
  return { kind: "instant", ms: found[9] === "-" ? ms + offsetMs : ms - offsetMs };
}

/** When it is; a day as an end means that the whole day is within. */
export function momentMs(moment: MomentText, edge: "from" | "to", calendar: Calendar): number {
  if (moment.kind === "instant") return moment.ms;
  const [year, month, day, ...clock] = moment.at;
  return calendar([year, month, moment.kind === "day" && edge === "to" ? day + 1 : day, ...clock]);
}

function plainText([year, ...rest]: CalendarTime): string {
  const [month = "", day = "", hour = "", minute = "", second = ""] = rest.map((n) => String(n).padStart(2, "0"));
  return `${String(year).padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}`;
}
