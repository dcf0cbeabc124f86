import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { credentialReport } from "../../sources/iam/credential-report.ts";
import {
  type CsvRow,
  credentialReportRows,
  type Moment,
  readMoment,
  readSwitch,
} from "../../sources/iam/credential-report-csv.ts";

/** The name that the report gives to the root user; no IAM user can have it. */
export const ROOT_ROW = "<root_account>";

/** AWS makes a new report once the last one is this old. */
const REPORT_LIFETIME_MS = 4 * 3_600_000;

/** One of the two access keys that the report has room for. */
export interface ReportedKey {
  readonly number: 1 | 2;
  /** Null where the report does not say. */
  readonly active: boolean | null;
  /** When the key was made or, in AWS's words, last changed. */
  readonly lastRotated: Moment;
  /** `none` where it was never used, or not since AWS records it (2015-04-22). */
  readonly lastUsed: Moment;
}

/** What the credential report says of one user or of root. */
export interface CredentialRow {
  readonly user: string;
  readonly arn: string;
  readonly createdAt: Moment;
  /** Null where the report does not say; so it is for root. */
  readonly passwordEnabled: boolean | null;
  /** `none` without a password; `no-information` where it was never used, or not since 2014-10-20. */
  readonly passwordLastUsed: Moment;
  readonly passwordLastChanged: Moment;
  readonly mfaActive: boolean | null;
  readonly accessKeys: readonly [ReportedKey, ReportedKey];
  /** What the report says of more than two keys or certificates, which it has no columns for. */
  readonly furtherCredentials: string | null;
}

/** The credential report, read. */
export interface CredentialReport {
  /** When AWS made it, ISO 8601. */
  readonly generatedAt: string;
  /** The whole report, as evidence holds it. */
  readonly content: Cited<unknown>;
  /** By user name, root under `ROOT_ROW`; each cites its line in the CSV. */
  readonly rows: ReadonlyMap<string, Cited<CredentialRow>>;
}

/** Reading is pure, so that one reading serves every check on the same evidence. */
const readings = new WeakMap<EvidenceView, CredentialReport>();

/**
 * The account's credential report.
 *
 * @throws Unread when it was not read, was not ready in time or is cut short.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function readCredentialReport(evidence: EvidenceView): CredentialReport {
  const known = readings.get(evidence);
  if (known !== undefined) return known;
  const answer = evidence.one(credentialReport, "GetCredentialReport");
  if (answer.outcome !== "ok") {
    throw new Unread("IAM had not finished the credential report", answer.at);
  }
  const content = answer.response.at("Content");
  const generatedAt = answer.response.at("GeneratedTime");
  if (generatedAt.value === undefined) {
    throw new Unread("IAM does not say when it made the credential report", generatedAt);
  }
  const csv = Buffer.from(content.value ?? "", "base64").toString("utf8");
  const rows = credentialReportRows(csv);
  if (rows === null) throw new Unread("the credential report is cut short", content);
  const report: CredentialReport = {
    generatedAt: generatedAt.value,
    content,
    rows: new Map(rows.map((row) => [row.value("user"), content.as(typed(row), row.line)])),
  };
  readings.set(evidence, report);
  return report;
}

/**
 * How a reason says that the report is older than the four hours for which AWS reuses one, before
 * its period; empty when it is not.
 */
export function reportAge({ generatedAt }: CredentialReport, now: string): string {
  const ageMs = Date.parse(now) - Date.parse(generatedAt);
  return ageMs > REPORT_LIFETIME_MS ? `, says the credential report of ${generatedAt}` : "";
}

function typed(row: CsvRow): CredentialRow {
  const further = row.value("additional_credentials_info").trim();
  return {
    user: row.value("user"),
    arn: row.value("arn"),
    createdAt: readMoment(row.value("user_creation_time")),
    passwordEnabled: readSwitch(row.value("password_enabled")),
    passwordLastUsed: readMoment(row.value("password_last_used")),
    passwordLastChanged: readMoment(row.value("password_last_changed")),
    mfaActive: readSwitch(row.value("mfa_active")),
    accessKeys: [
      {
        number: 1,
        active: readSwitch(row.value("access_key_1_active")),
        lastRotated: readMoment(row.value("access_key_1_last_rotated")),
        lastUsed: readMoment(row.value("access_key_1_last_used_date")),
      },
      {
        number: 2,
        active: readSwitch(row.value("access_key_2_active")),
        lastRotated: readMoment(row.value("access_key_2_last_rotated")),
        lastUsed: readMoment(row.value("access_key_2_last_used_date")),
      },
    ],
    furtherCredentials: further === "" || further === "N/A" || further === "0" ? null : further,
  };
}
