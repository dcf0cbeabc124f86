import type { Cited, Recorded } from "../../evidence/cited.ts";
import { daysBetween } from "../../evidence/instant.ts";
import { secretVersions } from "../../sources/secretsmanager/secret-versions.ts";
import { secrets } from "../../sources/secretsmanager/secrets.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  notApplicable,
  type Population,
  pass,
  supports,
} from "../check.ts";
import { countDays } from "../iam/count-days.ts";
import { tagsByKey } from "../tags-by-key.ts";

type Secret = NonNullable<
  Recorded<SourceOutput<typeof secrets, "ListSecrets">>["SecretList"]
>[number];

/** The label of the version that programs get. */
const CURRENT = "AWSCURRENT";

const everySecret: Population<Cited<Secret>> = {
  definition: "the secrets of Secrets Manager",
  needs: [secrets],
  *members({ evidence }) {
    for (const entry of evidence.items(secrets, "ListSecrets", "SecretList")) {
      const { ARN: arn, Name: name, Tags } = entry.value;
      yield {
        of: entry,
        resource: {
          id: name ?? arn ?? entry.citation.pointer,
          arn: arn ?? null,
          type: "AWS::SecretsManager::Secret",
          region: entry.file.region,
        },
        at: entry,
        tags: tagsByKey(Tags),
      };
    }
  },
};

/**
 * The value that programs get is no older than company policy allows, however it was changed: by a
 * rotation function or by hand. Its age is that of the version labelled `AWSCURRENT`.
 */
export const secretRotated = check({
  id: "secretsmanager.secret-rotated",
  title: "Every stored secret is changed within the time that policy sets",
  severity: "medium",
  controls: [
    covers("AC-14", "metadata of secrets"),
    supports("GV-07", "settings that a policy number governs"),
  ],
  why: "A secret that is never changed stays good for everyone who ever saw it: former colleagues, old backups, logs.",
  fix: {
    downtime: "none",
    steps:
      "Switch rotation on with a rotation function, or let the service that the secret is for manage it; RDS does so for its own passwords. Programs must read the secret anew when a login fails.",
    cli: "aws secretsmanager rotate-secret --secret-id SECRET --rotation-lambda-arn FUNCTION_ARN --rotation-rules AutomaticallyAfterDays=30",
    cdk: "secret.addRotationSchedule('Rotation', { rotationLambda, automaticallyAfter: Duration.days(30) });",
  },
  references: {
    fsbp: ["SecretsManager.4"],
    prowler: ["secretsmanager_secret_rotated_periodically"],
    docs: [
      "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
      "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretVersionsListEntry.html",
    ],
  },
  population: everySecret,
  needs: [secretVersions],
  policy: ["secretRotationMaxDays"],
  judge(secret, { evidence, policy, now }, { id, region }) {
    const { ARN: SecretId, OwningService, RotationEnabled } = secret.value;
    if (OwningService !== undefined && RotationEnabled !== true) {
      return notApplicable(
        `The secret ${id} belongs to ${OwningService}, through which alone it is changed.`,
        secret.at("OwningService"),
      );
    }
    const answer = evidence.call(
      secretVersions,
      "ListSecretVersionIds",
      { SecretId, MaxResults: 100 },
      region ?? undefined,
    );
    if (answer.outcome !== "ok") {
      return indeterminate(`Secrets Manager gave no versions of the secret ${id}.`, answer.at);
    }
    const versions = answer.response.at("Versions");
    const current = versions.each().find(({ value }) => value.VersionStages?.includes(CURRENT));
    if (current === undefined) {
      return versions.value === undefined || answer.response.value.NextToken
        ? indeterminate(`Secrets Manager does not say which value of ${id} is current.`, versions)
        : notApplicable(`The secret ${id} holds no value yet.`, versions);
    }
    const created = current.at("CreatedDate");
    if (created.value === undefined) {
      return indeterminate(`Secrets Manager does not say how old the value of ${id} is.`, current);
    }
    const limit = policy.stated("secretRotationMaxDays");
    const age = daysBetween(created.value, now);
    const said = `The value of the secret ${id} is ${countDays(age)} old`;
    return age > limit.value
      ? fail(`${said}, but ${limit.document} allows ${countDays(limit.value)}.`, created, limit.at)
      : pass(`${said}; ${limit.document} allows ${countDays(limit.value)}.`, created, limit.at);
  },
});
