import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext, Member } from "../check.ts";
import {
  type CredentialReport,
  type CredentialRow,
  ROOT_ROW,
  readCredentialReport,
  reportAge,
} from "./credential-report.ts";
import { rootResource } from "./root-user.ts";

type DetailsOutput = Recorded<
  SourceOutput<typeof authorizationDetails, "GetAccountAuthorizationDetails">
>;
type UserDetail = NonNullable<DetailsOutput["UserDetailList"]>[number];

/** An IAM user or root, with what the credential report says of it, or why it says nothing. */
export interface CredentialHolder {
  /** How a sentence names it: `alice`, or `the root user`. */
  readonly name: string;
  readonly row: Cited<CredentialRow> | null;
  /** Why there is no row that could be judged. */
  readonly unread: string | null;
  /** Set when the report names a user whom IAM no longer lists. */
  readonly gone: boolean;
  /** The end of each reason when the report is old; empty otherwise. */
  readonly reportAge: string;
}

/** An IAM user or root as a member of a population; checks narrow it down to what they look at. */
export type HolderMember = Member<CredentialHolder>;

/**
 * What the credential report says of the holder.
 *
 * @throws Unread when it says nothing, Gone when the user was deleted after the report was made.
 */
export function rowOf(holder: CredentialHolder): Cited<CredentialRow> {
  if (holder.gone) throw new Gone(`${holder.name} is no longer there`);
  if (holder.row === null || holder.unread !== null) {
    throw new Unread(holder.unread ?? "the credential report does not list it");
  }
  return holder.row;
}

/**
 * Every IAM user: those that IAM lists now, with their rows of a report that may be four hours old,
 * and those that only the report knows. Both sources are needed by whoever asks.
 *
 * @throws Unread when there is no credential report to read.
 */
export function* iamUsers(context: JudgeContext): Iterable<HolderMember> {
  const { evidence, now } = context;
  const report = readCredentialReport(evidence);
  const age = reportAge(report, now);
  const listed = new Set<string>();
  const users = evidence.items(
    authorizationDetails,
    "GetAccountAuthorizationDetails",
    "UserDetailList",
  );
  for (const user of users) {
    const { UserName: name, Arn: arn, Tags: tags } = user.value;
    if (name === undefined) throw new Unread("IAM lists a user without a name", user);
    listed.add(name);
    const row = report.rows.get(name) ?? null;
    const unread = whyNoRow(user, row, report);
    yield {
      of: { name, row, unread, gone: false, reportAge: age },
      resource: { id: name, arn: arn ?? null, type: "AWS::IAM::User", region: null },
      at: unread === null && row !== null ? row : user,
      tags: Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""])),
    };
  }
  const isWhole = isListedWhole(evidence);
  for (const [name, row] of report.rows) {
    if (name === ROOT_ROW || listed.has(name)) continue;
    yield {
      of: { name, row, unread: null, gone: isWhole, reportAge: age },
      resource: { id: name, arn: row.value.arn, type: "AWS::IAM::User", region: null },
      at: row,
      tags: null,
    };
  }
}

/**
 * Root, as the credential report shows it.
 *
 * @throws Unread when there is no credential report to read.
 */
export function rootHolder(context: JudgeContext): HolderMember {
  const report = readCredentialReport(context.evidence);
  const row = report.rows.get(ROOT_ROW) ?? null;
  return {
    of: {
      name: "the root user",
      row,
      unread: row === null ? "the credential report has no row for root" : null,
      gone: false,
      reportAge: reportAge(report, context.now),
    },
    resource: rootResource(context),
    at: row ?? report.content,
  };
}

/** The two times are of different calls, and the report's has no fractions of a second. */
const SAME_USER_MS = 1_000;

function whyNoRow(
  user: Cited<UserDetail>,
  row: Cited<CredentialRow> | null,
  { generatedAt }: CredentialReport,
): string | null {
  const createdMs = Date.parse(user.value.CreateDate ?? "");
  if (row === null) {
    return createdMs > Date.parse(generatedAt)
      ? `the user is newer than the credential report of ${generatedAt}`
      : `the credential report of ${generatedAt} does not list the user`;
  }
  const { createdAt } = row.value;
  const isFormerUser =
    typeof createdAt === "object" && createdMs - Date.parse(createdAt.at) > SAME_USER_MS;
  return isFormerUser
    ? `the credential report of ${generatedAt} shows a former user of that name`
    : null;
}

/** Whether IAM's list of users was read to its end; only then is who is not on it gone. */
function isListedWhole(evidence: EvidenceView): boolean {
  const pages = evidence.answers(authorizationDetails, "GetAccountAuthorizationDetails");
  return pages.at(-1)?.value.IsTruncated === false;
}
