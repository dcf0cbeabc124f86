import { describe, expect, it } from "vitest";
import { secretRotated } from "../../../shared/checks/secretsmanager/secret-rotated.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { secretVersions } from "../../../shared/sources/secretsmanager/secret-versions.ts";
import { secrets } from "../../../shared/sources/secretsmanager/secrets.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

const policy = { secretRotationMaxDays: { value: 90, document: "Access Control Policy §4.4" } };
const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";

type Versions = readonly Json[] | null | { readonly outcome: "denied" | "gone" };

/** One secret and its versions; `null` stands for an answer without any list. */
function oneSecret(
  versions: Versions,
  other: Readonly<Record<string, Json>> = {},
): StoredEvidence[] {
  const list = {
    operation: "ListSecrets",
    input: { MaxResults: 100 },
    response: { SecretList: [{ ARN, Name: "db", ...other }] },
  } as const;
  const asked = {
    operation: "ListSecretVersionIds",
    input: { SecretId: ARN, MaxResults: 100 },
  } as const;
  const answer =
    versions !== null && "outcome" in versions
      ? versions
      : { response: versions === null ? { ARN } : { ARN, Versions: versions } };
  return [recorded(secrets, [list]), recorded(secretVersions, [list, { ...asked, ...answer }])];
}
const nothing = (outcome?: "denied") =>
  [secrets, secretVersions].map((source) =>
    recorded(source, [
      outcome === undefined
        ? { operation: "ListSecrets", input: { MaxResults: 100 }, response: { SecretList: [] } }
        : { operation: "ListSecrets", input: { MaxResults: 100 }, outcome },
    ]),
  );
const current = (CreatedDate: string) => ({
  VersionId: "a",
  VersionStages: ["AWSCURRENT"],
  CreatedDate,
});
const previous = {
  VersionId: "b",
  VersionStages: ["AWSPREVIOUS"],
  CreatedDate: "2019-01-01T00:00:00.000Z",
};

describe("secretsmanager.secret-rotated", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes the day before the limit",
      oneSecret([previous, current("2026-08-25T06:00:00.000Z")]),
      [
        "pass db: The value of the secret db is 89 days old; Access Control Policy §4.4 allows 90 days.",
      ],
    ],
    [
      "passes on the limit",
      oneSecret([current("2026-08-24T06:00:00.000Z")]),
      [
        "pass db: The value of the secret db is 90 days old; Access Control Policy §4.4 allows 90 days.",
      ],
    ],
    [
      "fails the day after",
      oneSecret([current("2026-08-23T06:00:00.000Z")]),
      [
        "fail db: The value of the secret db is 91 days old, but Access Control Policy §4.4 allows 90 days.",
      ],
    ],
    [
      "goes by the current value, whatever changed of the secret since",
      oneSecret([current("2025-11-22T06:00:00.000Z")], {
        LastChangedDate: "2026-11-21T06:00:00.000Z",
      }),
      [
        "fail db: The value of the secret db is 365 days old, but Access Control Policy §4.4 allows 90 days.",
      ],
    ],
    [
      "does not apply to a secret without a value",
      oneSecret([]),
      ["not-applicable db: The secret db holds no value yet."],
    ],
    [
      "does not apply to what another service holds and changes",
      oneSecret([current("2019-11-22T06:00:00.000Z")], { OwningService: "events" }),
      ["not-applicable db: The secret db belongs to events, through which alone it is changed."],
    ],
    [
      "judges what another service rotates",
      oneSecret([current("2026-11-21T06:00:00.000Z")], {
        OwningService: "rds",
        RotationEnabled: true,
      }),
      [
        "pass db: The value of the secret db is 1 day old; Access Control Policy §4.4 allows 90 days.",
      ],
    ],
    [
      "does not pass where the list of versions is left out",
      oneSecret(null),
      ["indeterminate db: Secrets Manager does not say which value of db is current."],
    ],
    [
      "does not pass where the date is left out",
      oneSecret([{ VersionId: "a", VersionStages: ["AWSCURRENT"] }]),
      ["indeterminate db: Secrets Manager does not say how old the value of db is."],
    ],
    [
      "is indeterminate where the versions are denied",
      oneSecret({ outcome: "denied" }),
      [
        "indeterminate db: db could not be judged: AccessDenied on secretsmanager:ListSecretVersionIds.",
      ],
    ],
    [
      "is indeterminate where the list is denied",
      nothing("denied"),
      [
        "indeterminate 123456789012: Not all of the secrets of Secrets Manager in eu-west-1 could be read: AccessDenied on secretsmanager:ListSecrets.",
      ],
    ],
    [
      "has none where there are no secrets",
      nothing(),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the secrets of Secrets Manager.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(secretRotated, evidence, { policy })).toEqual(expected);
  });

  it("is indeterminate where policy states no number", () => {
    expect(outcomes(secretRotated, oneSecret([current("2019-08-24T06:00:00.000Z")]))).toEqual([
      "indeterminate db: db was not judged: soc2.yaml states no secretRotationMaxDays, so there is nothing to compare with.",
    ]);
  });

  it("counts a secret that was deleted meanwhile as gone", () => {
    expect(
      judged(secretRotated, oneSecret({ outcome: "gone" }), { policy }).population,
    ).toMatchObject({ gone: 1 });
  });

  it("cites the date and the policy", () => {
    expect(
      citations(secretRotated, oneSecret([current("2026-08-25T06:00:00.000Z")]), { policy }),
    ).toEqual([
      "secretsmanager.secret-versions.eu-west-1.json#/calls/1/response/Versions/0/CreatedDate",
      "config.json#/policy/secretRotationMaxDays",
    ]);
  });
});
