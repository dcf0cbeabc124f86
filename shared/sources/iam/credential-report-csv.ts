import { CsvError, parse } from "csv-parse/sync";

/**
 * The columns that AWS documents, in its order, but for `additional_credentials_info`: reports of
 * accounts where nobody has more than two keys or certificates come without it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
const COLUMNS = [
  "user",
  "arn",
  "user_creation_time",
  "password_enabled",
  "password_last_used",
  "password_last_changed",
  "password_next_rotation",
  "mfa_active",
  "access_key_1_active",
  "access_key_1_last_rotated",
  "access_key_1_last_used_date",
  "access_key_1_last_used_region",
  "access_key_1_last_used_service",
  "access_key_2_active",
  "access_key_2_last_rotated",
  "access_key_2_last_used_date",
  "access_key_2_last_used_region",
  "access_key_2_last_used_service",
  "cert_1_active",
  "cert_1_last_rotated",
  "cert_2_active",
  "cert_2_last_rotated",
] as const;

/** Columns that AWS documents as sometimes there, or that later reports may add. */
export type Column = (typeof COLUMNS)[number] | "additional_credentials_info";

/** One row: its values by column, and its line in the CSV, where the header is line 1. */
export interface CsvRow {
  readonly line: number;
  /** The value as AWS wrote it; empty where the report has no such column. */
  value(column: Column): string;
}

/** Words that stand in any column for "there is none" and "AWS does not say". */
const NO_VALUE = /^(N\/A|no_information|not_supported)$/;
const SWITCH = /^(true|false)$/i;
/** ISO 8601 with its offset, so that a time cut off at its end is not taken for a whole one. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The rows of a credential report, or null when it is cut short: the header is not whole, a row has
 * fewer values than the header, or the last row ends in the middle of a value. Columns that AWS adds
 * are fine. A row with more values than the header cannot be told apart into columns and is left
 * out, so that its user is missing from the report.
 */
export function credentialReportRows(csv: string): CsvRow[] | null {
  const parsed = parseCsv(csv);
  const header = parsed?.[0]?.record;
  if (parsed === null || header === undefined) return null;
  const places = new Map(header.map((name, index) => [name, index]));
  if (!COLUMNS.every((name) => places.has(name))) return null;

  const body = parsed.slice(1);
  if (body.some(({ record }) => record.length < header.length)) return null;
  const rows = body
    .filter(({ record }) => record.length === header.length)
    .map(({ record, line }) => ({
      line,
      value: (column: Column) => record[places.get(column) ?? -1] ?? "",
    }));
  const last = rows.at(-1);
  return last === undefined || endsWhole(last) ? rows : null;
}

/** Whether a credential report is cut short. */
export function isCutShort(csv: string): boolean {
  return credentialReportRows(csv) === null;
}

/** A switch of the report: null where it does not say yes or no. */
export function readSwitch(value: string): boolean | null {
  return SWITCH.test(value) ? value.toLowerCase() === "true" : null;
}

/**
 * A time of the report: an ISO 8601 instant; `none` for `N/A`, which is what a column says where
 * there is nothing that could have a time; `no-information`; or `unclear` for `not_supported` and
 * for what AWS does not document.
 */
export type Moment = { readonly at: string } | "none" | "no-information" | "unclear";

/** Reads a time of the report. */
export function readMoment(value: string): Moment {
  if (value === "N/A") return "none";
  if (value === "no_information") return "no-information";
  const ms = MOMENT.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? "unclear" : { at: new Date(ms).toISOString() };
}

/** The last columns hold a switch or a time, so that a value cut in two is no value at all. */
function endsWhole(row: CsvRow): boolean {
  const active = row.value("cert_2_active");
  const rotated = row.value("cert_2_last_rotated");
  return (
    (SWITCH.test(active) || NO_VALUE.test(active)) &&
    (MOMENT.test(rotated) || NO_VALUE.test(rotated))
  );
}

interface ParsedLine {
  readonly record: readonly string[];
  readonly line: number;
}

function parseCsv(csv: string): ParsedLine[] | null {
  const lines: ParsedLine[] = [];
  try {
    parse(csv, {
      bom: true,
      // Stated, because finding it out takes longer than reading a small company's report.
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record(record, { lines: line }) {
        lines.push({ record, line });
        return record;
      },
    });
    return lines;
  } catch (thrown) {
    // A quote that never closes.
    if (thrown instanceof CsvError) return null;
    throw thrown;
  }
}
