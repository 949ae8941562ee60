export interface ParsedMetrics {
  readonly families: ReadonlyMap<string, { readonly help: string; readonly type: string }>;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
  /** Lines that are not of the format, and samples without a type. */
  readonly faults: readonly string[];
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)(?: \d+)?$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;

/** Reads the text exposition format of Prometheus (version 0.0.4), strictly. */
export function parseMetrics(text: string): ParsedMetrics {
  const families = new Map<string, { help: string; type: string }>();
  const samples: { name: string; labels: Record<string, string>; value: number }[] = [];
  const faults: string[] = [];
  for (const line of text.split("\n")) {
    if (line === "") continue;
    const comment = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (comment !== null) {
      const [, kind, name = "", rest = ""] = comment;
      const family = families.get(name) ?? { help: "", type: "" };
      families.set(name, kind === "HELP" ? { ...family, help: rest } : { ...family, type: rest });
      continue;
    }
    const sample = SAMPLE.exec(line);
    const labels = readLabels(sample?.[2] ?? "");
    const value = Number(sample?.[3]?.replace("Inf", "Infinity"));
    const name = sample?.[1] ?? "";
    const typed = families.has(name) || families.has(name.replace(/_(bucket|sum|count)$/, ""));
    if (sample === null || labels === null || !typed || (Number.isNaN(value) && sample[3] !== "Nan")) faults.push(line);
    else samples.push({ name, labels, value });
  }
  return { families, samples, faults };
}

function readLabels(text: string): Record<string, string> | null {
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    LABEL.lastIndex = at;
    const label = LABEL.exec(text);
    if (label === null) return null;
    labels[label[1] ?? ""] = (label[2] ?? "").replace(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign));
    at = LABEL.lastIndex;
  }
  return labels;
}
