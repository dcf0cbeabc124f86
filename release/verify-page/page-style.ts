import { STYLE } from "../../shared/report/html-style.ts";

/** What the page has beside what reports have. */
const OWN_STYLE = `
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
[hidden] { display: none !important; }
.page { max-width: 50rem; }
h2 { margin-top: 2.5rem; }
.step { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1.125rem 1.25rem; margin-top: 1rem; }
.step h2 { font-size: 1.0625rem; margin: 0; }
.step p { margin: 0.375rem 0; }
#drop { border-style: dashed; }
#drop.over { border-color: var(--link); outline: 2px solid var(--link); }
label { font-weight: 600; display: block; margin-top: 0.75rem; }
.step > label:first-child { font-size: 1.0625rem; margin-top: 0; }
textarea, input[type="text"] {
  display: block; width: 100%; margin-top: 0.375rem; padding: 0.5rem 0.625rem; resize: vertical;
  font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
  color: var(--ink); background: var(--code); border: 1px solid var(--soft); border-radius: 6px;
}
.actions { display: flex; flex-wrap: wrap; gap: 0.625rem; margin-top: 0.75rem; }
button {
  font: inherit; font-weight: 600; padding: 0.5rem 1rem; min-height: 2.75rem; cursor: pointer;
  color: var(--link); background: var(--sheet); border: 1px solid currentColor; border-radius: 6px;
}
#go { color: var(--sheet); background: var(--link); border-color: var(--link); padding-inline: 1.75rem; }
button:disabled { color: var(--soft); cursor: default; }
#go:disabled { color: var(--soft); background: var(--code); border-color: var(--soft); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
form > fieldset > .actions { margin-top: 1.25rem; }
.step .wrong { color: var(--on-red); background: var(--red); padding: 0.375rem 0.625rem; border-radius: 4px; }
.wrong:empty, #chosen:empty { display: none; }
#more { border: 0; padding: 0; margin-top: 1rem; }
progress { width: 100%; height: 0.75rem; accent-color: var(--link); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.headline { padding: 1rem 1.25rem; margin-top: 2.5rem; border-radius: 10px; border-left: 6px solid currentColor; }
.headline h2 { margin: 0; font-size: 1.75rem; }
.headline h2:focus { outline: 0; }
.headline .eyebrow, .headline p { color: inherit; margin-bottom: 0; }
.good .headline { background: var(--green); color: var(--on-green); }
.bad .headline { background: var(--red); color: var(--on-red); }
.open .headline { background: var(--amber); color: var(--on-amber); }
#verdict h3 { margin-top: 1.75rem; }
.told { padding-left: 1.125rem; }
.told li { margin-top: 0.375rem; }
.told .paths li { margin-top: 0; }
.rows { margin: 0.5rem 0 0; }
.rows > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: 0.3125rem 0; border-top: 1px solid var(--line); }
.rows > div:first-child { border-top: 0; }
.rows + .rows > div:first-child { border-top: 1px solid var(--line); margin-top: -0.5rem; }
.rows dt { color: var(--soft); }
.rows dd { margin: 0; min-width: 0; }
footer h2 { font-size: 1.0625rem; margin: 1.5rem 0 0; }
footer > h2:first-child { margin-top: 0; }

@media (max-width: 44rem) {
  .rows > div { grid-template-columns: 1fr; }
  #go { width: 100%; }
}
@media print {
  :root { font-size: 9pt; }
  form, #progress, .actions, .lead, #published { display: none; }
  .headline { margin-top: 1rem; border: 2px solid currentColor; }
  .told li, .rows > div { break-inside: avoid; }
  footer { margin-top: 1.5rem; padding-top: 0.5rem; }
}
`;

/** The whole style of the page. */
export const PAGE_STYLE = STYLE + OWN_STYLE;
