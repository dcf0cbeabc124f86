import type { Severity } from "../checks/check.ts";
import type { ControlStatus, Finding, Headline } from "../snapshot/assessment.ts";
import { attribute, type Markup, type MarkupValue, markup } from "./markup.ts";
import { HEADLINE_WORDS, STATUS_WORDS } from "./words.ts";

type ChipColour = "critical" | "red" | "amber" | "blue" | "green" | "violet" | "grey";

const SEVERITY_COLOURS: Readonly<Record<Severity, ChipColour>> = {
  critical: "critical",
  high: "red",
  medium: "amber",
  low: "blue",
  informational: "grey",
};

const HEADLINE_COLOURS: Readonly<Record<Headline, ChipColour>> = {
  gap: "red",
  indeterminate: "amber",
  accepted: "blue",
  "carved-out": "violet",
  "no-exception": "green",
  "out-of-scope": "grey",
};

const STATUS_COLOURS: Readonly<Record<ControlStatus, ChipColour>> = {
  exception: "red",
  indeterminate: "amber",
  "no-evidence": "red",
  "exception-accepted": "blue",
  "no-occurrence": "grey",
  "no-exception": "green",
  "not-applicable": "grey",
};

/** A word on a coloured ground; the word alone says everything. */
export function chip(word: string, colour: ChipColour): Markup {
  return markup`<span class="chip ${attribute(colour)}">${word}</span>`;
}

export function severityChip(severity: Severity): Markup {
  return chip(severity, SEVERITY_COLOURS[severity]);
}

export function headlineChip(headline: Headline): Markup {
  return chip(HEADLINE_WORDS[headline], HEADLINE_COLOURS[headline]);
}

export function statusChip(status: ControlStatus): Markup {
  return chip(STATUS_WORDS[status], STATUS_COLOURS[status]);
}

/** A fragment of our own for a criterion: `cc6-1`. */
export function criterionAnchor(id: string): string {
  return id.toLowerCase().replace(".", "-");
}

/** What stands in a cell that has nothing to say; cards leave it out. */
export const NOTHING = "–";

/** A column: its heading is also each cell's label where the table is shown as cards. */
export interface Column {
  readonly heading: string;
  /** How wide it is; what is left over goes to columns without a kind. */
  readonly kind?: "num" | "chip-column" | "short" | "third" | "half";
}

/**
 * A table with a caption, whose first column names the rows. Roles are written out because a phone
 * shows rows as cards, and other values of `display` would take the roles away.
 *
 * @param width `wide`: too wide for a tablet as well, which shows rows as cards, too
 */
export function table(
  caption: MarkupValue,
  columns: readonly Column[],
  rows: readonly (readonly MarkupValue[])[],
  width: "" | "wide" = "",
): Markup {
  return markup`<table role="table" class="${attribute(width)}">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
    ({ heading, kind }) =>
      markup`<th role="columnheader" scope="col" class="${attribute(kind ?? "")}">${heading}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map((cells) => markup`<tr role="row">${cells.map((cell, index) => cellOf(cell, columns[index], index))}</tr>\n`)}</tbody>
</table>`;
}

function cellOf(cell: MarkupValue, column: Column | undefined, index: number): Markup {
  if (index === 0) return markup`<th role="rowheader" scope="row">${cell}</th>`;
  const { heading = "", kind = "" } = column ?? {};
  const classes = cell === NOTHING ? `${kind} none` : kind;
  return markup`<td role="cell" class="${attribute(classes)}" data-label="${attribute(heading)}"><div>${cell}</div></td>`;
}

/** Names and values, side by side or, as rows, one below the other. */
export function pairs(
  entries: readonly (readonly [string, MarkupValue])[],
  layout: "" | "rows" = "",
): Markup {
  return markup`<dl class="pairs ${attribute(layout)}">${entries.map(
    ([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** Where the evidence shows something. */
export function citation({ object, pointer, line }: Finding["cites"][number]): Markup {
  const inCsv = line === undefined ? null : markup` (line ${line} of the CSV beside it)`;
  return markup`<span class="mono">${object}#${pointer}</span>${inCsv}`;
}

/** A resource: what people call it, what it is, where it lies. */
export function resourceName({ id, type, region }: Finding["resource"]): Markup {
  const name = type === "AWS::Account" ? `Account ${id}` : id;
  return markup`<span class="mono">${name}</span><br><span class="soft small">${type}${region === null ? null : `, ${region}`}</span>`;
}
