import { createHash } from "node:crypto";

/** Colours; each pair of text and ground meets WCAG 2.2 AA (4.5:1), which a browser test proves. */
const LIGHT = `
  --ground: #f7f7f4; --sheet: #ffffff; --ink: #1b1e23; --soft: #565c66; --line: #d8dbe0;
  --link: #1d4f9e; --code: #f1f2ef;
  --critical: #9c1420; --on-critical: #ffffff;
  --red: #fbe3df; --on-red: #86200f; --amber: #faefcd; --on-amber: #664500;
  --blue: #e1ecf8; --on-blue: #1c4679; --green: #dcf1e1; --on-green: #17532a;
  --violet: #ece6f8; --on-violet: #4a3185; --grey: #eaecef; --on-grey: #474d56;`;

const DARK = `
  --ground: #13151a; --sheet: #1b1e25; --ink: #e8eaee; --soft: #a7aeb9; --line: #343a45;
  --link: #8ab8ff; --code: #12141a;
  --critical: #b5202d; --on-critical: #ffffff;
  --red: #4a1d19; --on-red: #ffc0b3; --amber: #43340f; --on-amber: #f6d98a;
  --blue: #16304f; --on-blue: #b5d5fb; --green: #143a22; --on-green: #a8e3ba;
  --violet: #33265a; --on-violet: #d7c9fb; --grey: #2d323b; --on-grey: #c6ccd5;`;

/** Rows as cards, each cell with its column's heading before it: where a table is too wide. */
function asCards(table: string): string {
  return `
  ${table}, ${table} :is(caption, tbody, th, td) { display: block; width: auto; }
  ${table} caption { padding: 0.75rem 0.875rem 0; }
  ${table} thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  ${table} tbody tr { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding: 0.75rem 0.875rem; border-top: 1px solid var(--line); }
  ${table} tbody tr:first-child { border-top: 0; }
  ${table} tbody tr > :is(th, td, .num) { border: 0; padding: 0; text-align: left; flex: 1 1 100%; width: auto; }
  ${table} tbody td.num, ${table} tbody td.chip-column, ${table} tbody td.short { flex: 0 1 auto; }
  ${table} tbody td.num { display: flex; gap: 0.375rem; align-items: baseline; }
  ${table} tbody td.none { display: none; }
  ${table} tbody td::before { content: attr(data-label); display: block; color: var(--soft); font-size: 0.8125rem; }
  ${table} tbody td.chip-column::before { content: none; }`;
}

/** The whole style of the report: one constant, so that its hash can stand in the page's policy. */
export const STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
.page { max-width: 66rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; margin: 0; }
h1 { font-size: 2rem; letter-spacing: -0.015em; }
h2 { font-size: 1.375rem; letter-spacing: -0.01em; margin: 3.5rem 0 0.5rem; }
h3 { font-size: 1.0625rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
code, .mono { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.soft { color: var(--soft); }
.small { font-size: 0.875rem; }
.eyebrow { font-size: 0.875rem; font-weight: 600; color: var(--soft); margin: 0 0 0.25rem; }

.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
.facts { display: flex; flex-wrap: wrap; gap: 0.75rem 2.5rem; margin: 1.25rem 0 0; }
.facts dt, .tiles dt { font-size: 0.8125rem; color: var(--soft); }
.facts dd { margin: 0; font-weight: 600; }
.notice {
  border-left: 4px solid var(--on-amber); background: var(--amber); color: var(--on-amber);
  padding: 0.75rem 1rem; margin: 1.25rem 0 0; max-width: none; border-radius: 0 6px 6px 0;
}
.notice.bad { border-color: var(--critical); background: var(--red); color: var(--on-red); }
nav ul {
  list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem;
  margin: 1.5rem 0 0; padding: 0.75rem 0; border-block: 1px solid var(--line);
}

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 0.75rem; margin: 0.75rem 0 0; }
.tiles.five { grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); margin-top: 1.25rem; }
.tiles > div { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 1rem; }
.tiles dd { margin: 0.25rem 0 0; font-size: 1.625rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles dd .small, .tiles dd.small { font-weight: 400; color: var(--soft); }
.tiles + p { margin-top: 1.25rem; }

.tiles dd.small { font-size: 0.875rem; }
ul { margin: 0.25rem 0; padding-left: 1.25rem; }

.chip {
  display: inline-block; padding: 0.0625rem 0.5rem; border-radius: 1rem; font-size: 0.8125rem;
  font-weight: 600; line-height: 1.5; white-space: nowrap; background: var(--grey); color: var(--on-grey);
}
.chip.critical { background: var(--critical); color: var(--on-critical); }
.chip.red { background: var(--red); color: var(--on-red); }
.chip.amber { background: var(--amber); color: var(--on-amber); }
.chip.blue { background: var(--blue); color: var(--on-blue); }
.chip.green { background: var(--green); color: var(--on-green); }
.chip.violet { background: var(--violet); color: var(--on-violet); }

.fixes { list-style: none; margin: 1.25rem 0 0; padding: 0; display: grid; gap: 1rem; }
.fixes > li {
  display: grid; grid-template-columns: 2.25rem 1fr; background: var(--sheet);
  border: 1px solid var(--line); border-radius: 10px; padding: 1.125rem 1.25rem 1rem;
}
.fixes > li > div { min-width: 0; }
.rank { font-size: 1.25rem; font-weight: 650; line-height: 1.35; color: var(--soft); font-variant-numeric: tabular-nums; }
.fixes h3 { display: flex; flex-wrap: wrap; gap: 0.375rem 0.625rem; align-items: baseline; }
.fixes h3 span:last-child { flex: 1 1 18rem; }
.where { margin: 0.375rem 0 0; max-width: none; }
.pairs { display: flex; flex-wrap: wrap; gap: 0.125rem 2rem; margin: 0.375rem 0 0.75rem; font-size: 0.9375rem; }
.pairs.rows { display: grid; }
.legend { display: flex; flex-wrap: wrap; gap: 0.375rem 1.25rem; }
.pairs > div { display: flex; gap: 0.5rem; min-width: 0; }
.pairs dt { color: var(--soft); flex: none; }
.pairs dd { margin: 0; min-width: 0; }
details { border-top: 1px solid var(--line); margin-top: 0.75rem; padding-top: 0.625rem; }
summary { cursor: pointer; font-weight: 600; }
pre {
  margin: 0.25rem 0 0.75rem; padding: 0.625rem 0.75rem; background: var(--code);
  border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere;
}
.label { margin: 0.625rem 0 0; font-size: 0.8125rem; color: var(--soft); }

table {
  width: 100%; table-layout: fixed; border-collapse: collapse; margin: 1rem 0 0;
  background: var(--sheet); border: 1px solid var(--line); font-size: 0.9375rem;
}
caption { text-align: left; font-weight: 600; padding: 0.75rem 0 0.375rem; }
th, td { padding: 0.5rem 0.75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { font-size: 0.8125rem; font-weight: 600; color: var(--soft); border-top: 0; vertical-align: bottom; }
tbody th { font-weight: 600; }
tbody th .soft, td .soft { font-weight: 400; }
.num { width: 5.875rem; padding-inline: 0.5rem; text-align: right; font-variant-numeric: tabular-nums; }
thead .num { hyphens: none; overflow-wrap: normal; }
.chip-column { width: 8.25rem; }
.short { width: 8.5rem; }
.third { width: 31%; }
.half { width: 42%; }
td ul { margin: 0; padding-left: 1.125rem; }
h2 + table, caption { margin-top: 0; }
.criterion { margin-top: 2.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.criterion h3 { display: flex; flex-wrap: wrap; gap: 0.375rem 0.75rem; align-items: baseline; }
footer { margin-top: 4rem; padding-top: 1.25rem; border-top: 2px solid var(--ink); }

@media (max-width: 44rem) {
  .page { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.625rem; }
  .fixes > li { grid-template-columns: 1fr; padding: 1rem; }
  .rank { font-size: 0.875rem; }
${asCards("table")}
}
/* On paper they fit: letters are smaller there. */
@media screen and (max-width: 64rem) {
${asCards("table.wide")}
}

@media print {
  :root { color-scheme: light; font-size: 8.25pt; ${LIGHT} --ground: #ffffff; }
  @page { margin: 16mm 14mm; }
  .page { max-width: none; padding: 0; }
  nav, .skip { display: none; }
  h2 { margin-top: 2.25rem; }
  .tiles.five { grid-template-columns: repeat(5, 1fr); }
  .page td, .page th { padding-block: 0.3125rem; }
  h2, h3, h3 + p, caption, thead { break-after: avoid; }
  .fixes > li, tr, .tiles > div, pre { break-inside: avoid; }
  .chip { border: 1px solid currentColor; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details { border: 0; }
  details::details-content { content-visibility: visible; block-size: auto; opacity: 1; }
  summary { list-style: none; }
  summary::marker { content: ""; }
  a { color: inherit; text-decoration: none; }
}
`;

/** The hash of the style as a Content Security Policy names it (CSP Level 3, section 2.3.1). */
export const STYLE_SOURCE = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;
