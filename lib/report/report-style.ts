import { Markup } from "./markup";

/** The look of the report: the dashboard's tokens, light or dark as the reader's system is, and a form for paper. */
export const REPORT_STYLE = new Markup(`
:root{color-scheme:light dark;--bg:#fff;--panel:#f7f8fa;--sunken:#eef0f4;--fg:#14171f;--muted:#545b69;--line:#e3e6eb;--accent:#0b5cad;
--call:#00599c;--wait:#999015;--throttle:#ad2303;--error:#6c1437;--backoff:#b362eb;--idle:#7a7d83;--tint:12%}
@media (prefers-color-scheme:dark){:root{--bg:#0b0e14;--panel:#141922;--sunken:#1c2330;--fg:#e8ebf1;--muted:#a3acba;--line:#252c39;--accent:#7cc0ff;
--call:#69c0f7;--wait:#faf48a;--throttle:#e6994c;--error:#f03a7e;--backoff:#8e73cd;--idle:#bec0c6;--tint:20%}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1120px;padding:24px 20px 48px;background:var(--bg);color:var(--fg);font:13px/18px "Inter Variable",Inter,ui-sans-serif,system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{margin:0;font-size:20px;line-height:28px;overflow-wrap:anywhere}h2{margin:28px 0 10px;font-size:14px;line-height:20px}h3{margin:0;font-size:13px;line-height:18px}
p{margin:4px 0}a{color:var(--accent)}.muted{color:var(--muted)}.small{font-size:12px;line-height:16px}
code,.mono{font-family:ui-monospace,"JetBrains Mono",SFMono-Regular,Menlo,Consolas,monospace;font-size:12px}
.badge{display:inline-block;white-space:nowrap;padding:1px 7px;border:1px solid var(--line);border-radius:6px;background:var(--panel);font-weight:500}
.badge.passed{background:color-mix(in oklab,var(--call) var(--tint),transparent)}.badge.failed{background:color-mix(in oklab,var(--error) var(--tint),transparent)}
.grid{display:grid;gap:12px;grid-template-columns:repeat(auto-fit,minmax(min(100%,150px),1fr))}
.wide{grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr))}
.card{min-width:0;padding:10px 12px;border:1px solid var(--line);border-radius:8px;background:var(--panel)}
.value{font-size:20px;line-height:24px;font-weight:600}
table{width:100%;border-collapse:collapse}th,td{padding:4px 10px 4px 0;text-align:start;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:500;font-size:12px}td.n,th.n{text-align:end;white-space:nowrap}
.scroll{overflow-x:auto}.text{white-space:pre-wrap;overflow-wrap:anywhere;min-width:180px;max-width:52ch;unicode-bidi:plaintext}
.advice{border-inline-start:3px solid var(--accent);margin:0 0 8px;padding:2px 0 2px 10px}
figure{margin:0}figcaption{font-weight:600}svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font-size:11px;fill:var(--muted)}svg text.end{fill:var(--fg);paint-order:stroke;stroke:var(--panel);stroke-width:3px}
@media (max-width:560px){svg text{font-size:15px}}.grid-line{stroke:var(--line)}.axis{stroke:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:2px 12px;margin:4px 0 0;padding:0;list-style:none;font-size:12px;color:var(--muted)}
.legend svg{display:inline-block;width:18px;height:10px;margin-inline-end:5px}
.bar{display:flex;height:10px;margin:6px 0;border-radius:4px;overflow:hidden;background:var(--sunken);gap:1px}.bar>i{display:block;min-width:2px}
details>summary{cursor:pointer;color:var(--accent)}
@media (forced-colors:active){:root{--call:CanvasText;--wait:CanvasText;--throttle:CanvasText;--error:CanvasText;--backoff:CanvasText;--idle:GrayText;--fg:CanvasText;--line:GrayText}}
@media print{:root{--bg:#fff;--panel:#fff;--sunken:#eef0f4;--fg:#14171f;--muted:#545b69;--line:#d5d9e0;--accent:#0b5cad;--call:#00599c;--wait:#999015;--throttle:#ad2303;--error:#6c1437;--backoff:#b362eb;--idle:#7a7d83;--tint:12%}
@page{margin:14mm}body{max-width:none;padding:0;font-size:11px;line-height:15px;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.card,figure,tr,.advice{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}.scroll{overflow:visible}.text{min-width:0}}
`);
