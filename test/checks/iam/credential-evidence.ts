import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { authorizationDetails } from "../../../shared/sources/iam/authorization-details.ts";
import { credentialReport } from "../../../shared/sources/iam/credential-report.ts";
import { ACCOUNT, recorded } from "../judging.ts";

/** The header of the credential report, as AWS documents its columns. */
export const HEADER =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/** When the tests' reports were made: half an hour before the snapshot. */
export const GENERATED_AT = "2026-11-22T05:30:00.000Z";

/** When the tests' users were made. */
export const CREATED_AT = "2024-01-02T03:04:05Z";

type Columns = Readonly<Record<string, string>>;

/** A user without password, MFA and keys; columns say what is different. */
export function userRow(name: string, columns: Columns = {}): string {
  return row({
    user: name,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    user_creation_time: CREATED_AT,
    password_enabled: "false",
    password_last_used: "N/A",
    password_last_changed: "N/A",
    password_next_rotation: "N/A",
    ...columns,
  });
}

/** Root with MFA, never used; columns say what is different. */
export function rootRow(columns: Columns = {}): string {
  return row({
    user: "<root_account>",
    arn: `arn:aws:iam::${ACCOUNT}:root`,
    user_creation_time: "2020-01-01T00:00:00Z",
    password_enabled: "not_supported",
    password_last_used: "no_information",
    password_last_changed: "not_supported",
    password_next_rotation: "not_supported",
    mfa_active: "true",
    ...columns,
  });
}

function row(columns: Columns): string {
  return HEADER.split(",")
    .map((name) => columns[name] ?? (/_active$/.test(name) ? "false" : "N/A"))
    .join(",");
}

/** A report with these rows after the header; AWS ends it without a line break. */
export function report(rows: readonly string[], generatedAt = GENERATED_AT): StoredEvidence {
  return reportText([HEADER, ...rows].join("\n"), generatedAt);
}

/** A report with this very text. */
export function reportText(csv: string, generatedAt = GENERATED_AT): StoredEvidence {
  return recorded(credentialReport, [
    { operation: "GenerateCredentialReport", response: { State: "COMPLETE" } },
    {
      operation: "GetCredentialReport",
      response: {
        Content: Buffer.from(csv).toString("base64"),
        ReportFormat: "text/csv",
        GeneratedTime: generatedAt,
      },
    },
  ]);
}

/** A report that could not be had. */
export function reportDenied(): StoredEvidence {
  return recorded(credentialReport, [{ operation: "GenerateCredentialReport", outcome: "denied" }]);
}

/** A user as IAM lists it. */
export interface ListedUser {
  readonly name: string;
  readonly createdAt?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** IAM's list of users, in one page. */
export function details(...users: readonly (string | ListedUser)[]): StoredEvidence {
  return recorded(authorizationDetails, [detailsPage(users, false)]);
}

/** IAM's list of users, of which the second page was denied. */
export function detailsCutOff(...users: readonly (string | ListedUser)[]): StoredEvidence {
  return recorded(authorizationDetails, [
    detailsPage(users, true),
    {
      operation: "GetAccountAuthorizationDetails",
      input: { Marker: "more" },
      outcome: "denied",
    },
  ]);
}

function detailsPage(users: readonly (string | ListedUser)[], isTruncated: boolean) {
  return {
    operation: "GetAccountAuthorizationDetails",
    response: {
      UserDetailList: users.map((user) => {
        const {
          name,
          createdAt = CREATED_AT,
          tags = {},
        } = typeof user === "string" ? { name: user } : user;
        return {
          Path: "/",
          UserName: name,
          UserId: "AIDACKCEVSQ6C2EXAMPLE",
          Arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
          CreateDate: createdAt,
          GroupList: [],
          AttachedManagedPolicies: [],
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        };
      }),
      GroupDetailList: [],
      RoleDetailList: [],
      Policies: [],
      IsTruncated: isTruncated,
      ...(isTruncated ? { Marker: "more" } : {}),
    },
  } as const;
}
