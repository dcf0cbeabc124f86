import type { Finding } from "../snapshot/assessment.ts";

const COLUMNS: readonly (readonly [string, (finding: Finding) => string])[] = [
  ["finding", ({ id }) => id],
  ["check", ({ check }) => check],
  ["status", ({ status }) => status],
  ["severity", ({ severity }) => severity],
  ["strength", ({ strength }) => strength],
  ["boundary", ({ scope }) => scope],
  ["criteria", ({ criteria }) => criteria.join(" ")],
  ["controls", ({ controls }) => controls.join(" ")],
  ["resource", ({ resource }) => resource.id],
  ["arn", ({ resource }) => resource.arn ?? ""],
  ["type", ({ resource }) => resource.type],
  ["region", ({ resource }) => resource.region ?? ""],
  ["reason", ({ reason }) => reason],
  ["decision", ({ decision }) => decision?.id ?? ""],
  ["outcome", ({ decision }) => decision?.outcome ?? ""],
  ["decision state", ({ decision }) => decision?.state ?? ""],
  ["decision expires", ({ decision }) => decision?.expiresOn ?? ""],
  ["evidence", ({ cites }) => cites.map(({ object, pointer }) => `${object}#${pointer}`).join(" ")],
];

/**
 * What a spreadsheet program takes for the beginning of a formula: `=`, `+`, `-`, `@` (their
 * full-width forms too), a tab or a return, also behind white space and characters that show as
 * nothing.
 */
const FORMULA = /^(?:[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[ \n]*[\t\r])/u;

/**
 * All findings as CSV, one row each, in the order given: RFC 4180 with a header, CRLF, every cell
 * quoted. A cell that a spreadsheet program would run gets a leading apostrophe.
 */
export function renderCsv(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => COLUMNS.map(([, cell]) => cell(finding)));
  return [COLUMNS.map(([name]) => name), ...rows]
    .map((cells) => `${cells.map(quoted).join(",")}\r\n`)
    .join("");
}

function quoted(cell: string): string {
  const inert = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${inert.replaceAll('"', '""')}"`;
}
