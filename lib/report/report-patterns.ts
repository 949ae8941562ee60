import { html, type Markup } from "./markup";

/** What tells series apart without colour, once for all charts of the document. */
export const REPORT_PATTERNS: Markup = html`<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>
${pattern("throttle-stripes", "var(--throttle)", 0.35, 5, html`<path d="M-1 6 6 -1M4 6 6 4M-1 1 1 -1" stroke="var(--throttle)" stroke-width="1.75"/>`)}
${pattern("error-hatch", "var(--error)", 0.25, 5, html`<path d="M0 0 5 5M5 0 0 5" stroke="var(--error)" stroke-width="1.25"/>`)}
${pattern("error-lines", "var(--error)", 0.2, 4, html`<path d="M0 2H4" stroke="var(--error)" stroke-width="1.5"/>`)}
${pattern("idle-dots", "var(--idle)", 0.2, 5, html`<circle cx="2.5" cy="2.5" r="1.25" fill="var(--idle)"/>`)}
${pattern("wait-lines", "var(--wait)", 0.35, 4, html`<path d="M0 2H4" stroke="var(--wait)" stroke-width="1.5"/>`)}
${pattern("backoff-dots", "var(--backoff)", 0.3, 5, html`<circle cx="2.5" cy="2.5" r="1.25" fill="var(--backoff)"/>`)}
${pattern("idle-hatch", "var(--idle)", 0.06, 7, html`<path d="M-1 8 8 -1" stroke="var(--idle)" stroke-opacity=".45"/>`)}
</defs></svg>`;

function pattern(name: string, color: string, ground: number, size: number, marks: Markup): Markup {
  return html`<pattern id="pattern-${name}" width="${size}" height="${size}" patternUnits="userSpaceOnUse"><rect width="${size}" height="${size}" fill="${color}" fill-opacity="${ground}"/>${marks}</pattern>`;
}
