import { describe, expect, it } from "vitest";
import { accessKeysRotated } from "../../../shared/checks/iam/access-keys-rotated.ts";
import { citations, judged, outcomes } from "../judging.ts";
import {
  details,
  detailsCutOff,
  HEADER,
  report,
  reportDenied,
  reportText,
  rootRow,
  userRow,
} from "./credential-evidence.ts";

const POLICY = {
  policy: { accessKeyMaxAgeDays: { value: 90, document: "Access Control Policy §4.2" } },
};

/** The snapshot is of 2026-11-22T06:00:00Z. */
const NINETY_DAYS = "2026-08-24T06:00:00Z";
const ALMOST_NINETY_ONE_DAYS = "2026-08-23T06:00:01Z";
const NINETY_ONE_DAYS = "2026-08-23T06:00:00Z";
const EIGHTY_NINE_DAYS = "2026-08-25T06:00:00Z";

/** Twice what policy allows, and a day more. */
const HUNDRED_AND_EIGHTY_DAYS = "2026-05-26T06:00:00Z";
const HUNDRED_AND_EIGHTY_ONE_DAYS = "2026-05-25T06:00:00Z";

const key1 = (made: string) => ({ access_key_1_active: "true", access_key_1_last_rotated: made });
const key2 = (made: string) => ({ access_key_2_active: "true", access_key_2_last_rotated: made });

describe("iam.access-keys-rotated", () => {
  it.each([
    [
      "passes a key a day younger than allowed",
      [report([rootRow(), userRow("ci", key1(EIGHTY_NINE_DAYS))]), details("ci")],
      [
        "pass ci/access-key-1: Access key 1 of ci was made or last changed 89 days ago; Access Control Policy §4.2 allows 90 days.",
      ],
    ],
    [
      "passes a key exactly as old as allowed",
      [report([rootRow(), userRow("ci", key1(NINETY_DAYS))]), details("ci")],
      [
        "pass ci/access-key-1: Access key 1 of ci was made or last changed 90 days ago; Access Control Policy §4.2 allows 90 days.",
      ],
    ],
    [
      "passes a key a second before its ninety-first day",
      [report([rootRow(), userRow("ci", key1(ALMOST_NINETY_ONE_DAYS))]), details("ci")],
      [
        "pass ci/access-key-1: Access key 1 of ci was made or last changed 90 days ago; Access Control Policy §4.2 allows 90 days.",
      ],
    ],
    [
      "fails a key a day older than allowed",
      [report([rootRow(), userRow("ci", key1(NINETY_ONE_DAYS))]), details("ci")],
      [
        "fail ci/access-key-1: Access key 1 of ci was made or last changed 91 days ago, but Access Control Policy §4.2 allows 90 days.",
      ],
    ],
    [
      "judges both keys of a user and those of root",
      [
        report([
          rootRow(key2(NINETY_ONE_DAYS)),
          userRow("Ci", { ...key1(NINETY_ONE_DAYS), ...key2(NINETY_DAYS) }),
        ]),
        details("Ci"),
      ],
      [
        "fail <root_account>/access-key-2: Access key 2 of the root user was made or last changed 91 days ago, but Access Control Policy §4.2 allows 90 days.",
        "fail Ci/access-key-1: Access key 1 of Ci was made or last changed 91 days ago, but Access Control Policy §4.2 allows 90 days.",
        "pass Ci/access-key-2: Access key 2 of Ci was made or last changed 90 days ago; Access Control Policy §4.2 allows 90 days.",
      ],
    ],
    [
      "leaves keys that are not active out",
      [
        report([
          rootRow(),
          userRow("ci", {
            access_key_1_active: "FALSE",
            access_key_1_last_rotated: NINETY_ONE_DAYS,
          }),
        ]),
        details("ci"),
      ],
      ["not-applicable 123456789012: Account 123456789012 has none of the active access keys."],
    ],
    [
      "does not pass when the report does not say when the key was made, or whether it is active",
      [
        report([
          rootRow(),
          userRow("Ci", { access_key_1_active: "true" }),
          userRow("Cd", { access_key_1_active: "not_supported" }),
        ]),
        details("Ci", "Cd"),
      ],
      [
        "indeterminate Cd/access-key-1: Cd/access-key-1 could not be judged: the credential report does not say whether the key is active.",
        "indeterminate Ci/access-key-1: Access key 1 of Ci: the credential report does not say when it was made or last changed.",
      ],
    ],
    [
      "does not take a user who is newer than the report for one without keys",
      [report([rootRow()]), details({ name: "ci", createdAt: "2026-11-22T05:45:00Z" })],
      [
        "indeterminate ci: ci could not be judged: the user is newer than the credential report of 2026-11-22T05:30:00.000Z.",
      ],
    ],
    [
      "does not take a report without root's row for a root without keys",
      [report([userRow("ci")]), details("ci")],
      ["indeterminate root: root could not be judged: the credential report has no row for root."],
    ],
    [
      "says that the report has no room for a third key",
      [
        reportText(
          [
            `${HEADER},additional_credentials_info`,
            `${rootRow()},`,
            `${userRow("ci", key1(NINETY_DAYS))},1 more`,
          ].join("\n"),
        ),
        details("ci"),
      ],
      [
        "pass ci/access-key-1: Access key 1 of ci was made or last changed 90 days ago; Access Control Policy §4.2 allows 90 days.",
        "indeterminate ci: ci could not be judged: the credential report shows two of its access keys or certificates and says that there are more (1 more).",
      ],
    ],
    [
      "is indeterminate when the report is denied",
      [reportDenied(), details("ci")],
      [
        "indeterminate 123456789012: Not all of the active access keys in account 123456789012 could be read: AccessDenied on iam:GenerateCredentialReport.",
      ],
    ],
    [
      "keeps a fail, and only that, when not all users were listed",
      [
        report([rootRow(), userRow("ci", { ...key1(NINETY_ONE_DAYS), ...key2(NINETY_DAYS) })]),
        detailsCutOff(),
      ],
      [
        "indeterminate 123456789012: Not all of the active access keys in account 123456789012 could be read: AccessDenied on iam:GetAccountAuthorizationDetails.",
        "fail ci/access-key-1: Access key 1 of ci was made or last changed 91 days ago, but Access Control Policy §4.2 allows 90 days.",
        "indeterminate ci/access-key-2: ci/access-key-2 cannot be judged on what was read: AccessDenied on iam:GetAccountAuthorizationDetails.",
      ],
    ],
    [
      "says that the report is over four hours old",
      [
        report([rootRow(), userRow("ci", key1(NINETY_ONE_DAYS))], "2026-11-22T01:00:00.000Z"),
        details("ci"),
      ],
      [
        "fail ci/access-key-1: Access key 1 of ci was made or last changed 91 days ago, says the credential report of 2026-11-22T01:00:00.000Z, but Access Control Policy §4.2 allows 90 days.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(accessKeysRotated, evidence, POLICY).toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ["a day older than allowed", NINETY_ONE_DAYS, "medium"],
    ["exactly twice as old as allowed", HUNDRED_AND_EIGHTY_DAYS, "medium"],
    ["a day older than twice what is allowed", HUNDRED_AND_EIGHTY_ONE_DAYS, "high"],
  ])("is as severe of a key %s as policy was missed by", (_sentence, made, severity) => {
    const evidence = [report([rootRow(), userRow("ci", key1(made))]), details("ci")];
    expect(judged(accessKeysRotated, evidence, POLICY).findings).toMatchObject([
      { status: "fail", severity },
    ]);
  });

  it("is indeterminate, never a silent default, when policy states no age", () => {
    const evidence = [report([rootRow(), userRow("ci", key1(NINETY_ONE_DAYS))]), details("ci")];
    expect(outcomes(accessKeysRotated, evidence)).toEqual([
      "indeterminate ci/access-key-1: ci/access-key-1 was not judged: soc2.yaml states no accessKeyMaxAgeDays, so there is nothing to compare with.",
    ]);
  });

  it("counts the keys of a user who was deleted after the report as gone", () => {
    const { population } = judged(
      accessKeysRotated,
      [report([rootRow(), userRow("ci", key1(NINETY_DAYS))]), details()],
      POLICY,
    );
    expect(population).toMatchObject({ listed: 1, gone: 1, read: 0, unread: 0 });
  });

  it("cites the user's line of the report and the number in the configuration", () => {
    const evidence = [report([rootRow(), userRow("ci", key1(NINETY_DAYS))]), details("ci")];
    expect(citations(accessKeysRotated, evidence, POLICY)).toEqual([
      "iam.credential-report.json#/calls/1/response/Content",
      "config.json#/policy/accessKeyMaxAgeDays",
    ]);
    expect(judged(accessKeysRotated, evidence, POLICY).findings[0]?.cites[0]?.line).toBe(3);
  });
});
