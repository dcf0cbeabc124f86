import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { tableDeletionProtected } from "../../../shared/checks/dynamodb/table-deletion-protected.ts";
import { tableEncrypted } from "../../../shared/checks/dynamodb/table-encrypted.ts";
import { tablePolicyNotPublic } from "../../../shared/checks/dynamodb/table-policy-not-public.ts";
import { tableRecoverable } from "../../../shared/checks/dynamodb/table-recoverable.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { continuousBackups } from "../../../shared/sources/dynamodb/continuous-backups.ts";
import { tablePolicies } from "../../../shared/sources/dynamodb/table-policies.ts";
import { tableSettings } from "../../../shared/sources/dynamodb/table-settings.ts";
import { tables } from "../../../shared/sources/dynamodb/tables.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { citations, judged, outcomes, type RecordedCall, recorded } from "../judging.ts";

type Reply = { readonly response: Json } | Pick<RecordedCall<Source>, "outcome" | "code">;
const DENIED = { outcome: "denied" } as const;
const LIST = { operation: "ListTables", input: { Limit: 100 } } as const;
const arn = (name: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`;

/** The tables of a region, and what is answered of one. */
function having(
  { table = {}, backups, policy }: { table?: object | null; backups?: Reply; policy?: Reply },
  name = "events",
): StoredEvidence[] {
  const list = { ...LIST, response: { TableNames: [name] } };
  const described: Json = { TableName: name, TableStatus: "ACTIVE", ...table };
  return [
    recorded(tables, [list]),
    recorded(tableSettings, [
      list,
      {
        operation: "DescribeTable",
        input: { TableName: name },
        ...(table === null ? DENIED : { response: { Table: described } }),
      },
    ]),
    recorded(continuousBackups, [
      list,
      {
        operation: "DescribeContinuousBackups",
        input: { TableName: name },
        ...(backups ?? DENIED),
      },
    ]),
    recorded(tablePolicies, [
      list,
      { operation: "GetResourcePolicy", input: { ResourceArn: arn(name) }, ...(policy ?? DENIED) },
    ]),
  ];
}
const recovery = (PointInTimeRecoveryStatus: string): Reply => ({
  response: {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
    },
  },
});
const allowing = (Principal: Json, Condition: Json = {}): Reply => ({
  response: {
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "in",
          Effect: "Allow",
          Principal,
          Action: "dynamodb:GetItem",
          Resource: arn("events"),
          Condition,
        },
      ],
    }),
    RevisionId: "1",
  },
});
const CHECKS = [tableEncrypted, tableDeletionProtected, tableRecoverable, tablePolicyNotPublic];

describe("what DynamoDB says of a table", () => {
  it.each<[AnyCheck, string, StoredEvidence[], string]>([
    [
      tableEncrypted,
      "passes where no key is named: DynamoDB's own encrypts",
      having({}),
      "pass events: The table events is encrypted with DynamoDB's own key.",
    ],
    [
      tableEncrypted,
      "passes with the key's name",
      having({
        table: { SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: "arn:k" } },
      }),
      "pass events: The table events is encrypted with arn:k.",
    ],
    [
      tableEncrypted,
      "passes while the key is changed",
      having({ table: { SSEDescription: { Status: "UPDATING", SSEType: "KMS" } } }),
      "pass events: The table events is encrypted with a key of KMS.",
    ],
    [
      tableEncrypted,
      "passes where KMS was switched off again",
      having({ table: { SSEDescription: { Status: "DISABLED" } } }),
      "pass events: The table events is encrypted with DynamoDB's own key.",
    ],
    [
      tableEncrypted,
      "does not pass on half a description",
      having({ table: { SSEDescription: { SSEType: "KMS" } } }),
      "indeterminate events: DynamoDB does not say how the table events is encrypted.",
    ],
    [
      tableDeletionProtected,
      "passes when on",
      having({ table: { DeletionProtectionEnabled: true } }),
      "pass events: The table events is protected from deletion.",
    ],
    [
      tableDeletionProtected,
      "fails when off",
      having({ table: { DeletionProtectionEnabled: false } }),
      "fail events: The table events can be deleted by one command.",
    ],
    [
      tableDeletionProtected,
      "does not pass when left out",
      having({}),
      "indeterminate events: DynamoDB does not say whether the table events is protected from deletion.",
    ],
    [
      tableRecoverable,
      "passes when on",
      having({ backups: recovery("ENABLED") }),
      "pass events: The table events can be restored to any time of the last days.",
    ],
    [
      tableRecoverable,
      "fails when off",
      having({ backups: recovery("DISABLED") }),
      "fail events: The table events has no point-in-time recovery.",
    ],
    [
      tableRecoverable,
      "does not pass when left out",
      having({
        backups: {
          response: { ContinuousBackupsDescription: { ContinuousBackupsStatus: "ENABLED" } },
        },
      }),
      "indeterminate events: DynamoDB does not say whether the table events can be restored.",
    ],
    [
      tableRecoverable,
      "is indeterminate when denied",
      having({}),
      "indeterminate events: events could not be judged: AccessDenied on dynamodb:DescribeContinuousBackups.",
    ],
    [
      tablePolicyNotPublic,
      "passes without a policy",
      having({ policy: { outcome: "absent" } }),
      "pass events: The table events has no policy.",
    ],
    [
      tablePolicyNotPublic,
      "passes with a named account",
      having({ policy: allowing({ AWS: "arn:aws:iam::111122223333:root" }) }),
      "pass events: The policy of the table events lets nobody in without naming who.",
    ],
    [
      tablePolicyNotPublic,
      "passes with the organization alone",
      having({ policy: allowing("*", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }) }),
      "pass events: The policy of the table events lets nobody in without naming who.",
    ],
    [
      tablePolicyNotPublic,
      "fails with everyone",
      having({ policy: allowing({ AWS: "*" }) }),
      'fail events: The policy of the table events lets everyone do dynamodb:GetItem (statement "in").',
    ],
    [
      tablePolicyNotPublic,
      "is indeterminate when denied",
      having({}),
      "indeterminate events: events could not be judged: AccessDenied on dynamodb:GetResourcePolicy.",
    ],
  ])("$id %s", (check, _sentence, evidence, expected) => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });

  it.each(CHECKS.map((check) => [check.id, check] as const))(
    "%s of what was not listed",
    (_id, check) => {
      const lists = (...calls: readonly Pick<RecordedCall<Source>, "response" | "outcome">[]) =>
        [tables, tableSettings, continuousBackups, tablePolicies].map((source) =>
          recorded(
            source,
            calls.map((one) => ({ ...LIST, ...one })),
          ),
        );
      expect(outcomes(check, lists(DENIED))).toEqual([
        "indeterminate 123456789012: Not all of the DynamoDB tables in eu-west-1 could be read: AccessDenied on dynamodb:ListTables.",
      ]);
      expect(outcomes(check, lists({ response: { TableNames: [] } }))).toEqual([
        "not-applicable 123456789012: Account 123456789012 has none of the DynamoDB tables.",
      ]);
    },
  );

  it.each(CHECKS.slice(0, 2))(
    "$id is indeterminate when the table's description is denied",
    (check) => {
      expect(outcomes(check, having({ table: null }))).toEqual([
        "indeterminate events: events could not be judged: AccessDenied on dynamodb:DescribeTable.",
      ]);
    },
  );

  it("names a table as it is named, by its ARN, and counts a deleted one as gone", () => {
    const odd = "=1<b>\u202e";
    const found = judged(
      tableDeletionProtected,
      having({ table: { DeletionProtectionEnabled: false } }, odd),
    );
    expect(found.findings[0]).toMatchObject({
      reason: `The table ${odd} can be deleted by one command.`,
      resource: { id: odd, arn: arn(odd), type: "AWS::DynamoDB::Table", region: "eu-west-1" },
      scope: "in",
    });
    const gone = having({ backups: { outcome: "gone", code: "TableNotFoundException" } });
    expect(judged(tableRecoverable, gone).population).toMatchObject({ listed: 1, gone: 1 });
  });

  it("cites the setting", () => {
    expect(citations(tableRecoverable, having({ backups: recovery("DISABLED") }))).toEqual([
      "dynamodb.continuous-backups.eu-west-1.json#/calls/1/response/ContinuousBackupsDescription/PointInTimeRecoveryDescription/PointInTimeRecoveryStatus",
    ]);
    expect(citations(tableEncrypted, having({}))).toEqual([
      "dynamodb.table-settings.eu-west-1.json#/calls/1/response/Table",
    ]);
  });
});
