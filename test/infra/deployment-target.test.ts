import { describe, expect, it } from "vitest";
import { deploymentTarget } from "../../infra/deployment-target.ts";
import { deploymentOf } from "../../shared/config/deployment.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { loadConfig } from "../../shared/config/load.ts";
import { CRITERION_IDS } from "../../shared/criteria/criteria.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";

const HEAD = "version: 1\ncompany: { name: Larkspur }\nsystem: { name: Larkspur }\n";
const ACCOUNT = 'account: "123456789012"\n';
const today = "2026-11-22";

function target(yaml: string, credentials: { account?: string; region?: string } = {}) {
  const config = loadConfig({ fileName: "soc2.yaml", content: HEAD + yaml, today });
  const { account, region } = credentials;
  return deploymentTarget(effectiveConfig(config), deploymentOf(config), {
    account,
    region,
    today,
  });
}

describe("where the stack goes", () => {
  it.each([
    ["nowhere in particular, with no account at hand", "", {}, [undefined, undefined]],
    [
      "the credentials' account and region",
      "",
      { account: "210987654321", region: "eu-west-1" },
      ["210987654321", "eu-west-1"],
    ],
    [
      "the account that soc2.yaml names, also without credentials",
      ACCOUNT,
      {},
      ["123456789012", undefined],
    ],
    [
      "the home region rather than the credentials'",
      `${ACCOUNT}deployment: { homeRegion: eu-central-1 }\n`,
      { account: "123456789012", region: "eu-west-1" },
      ["123456789012", "eu-central-1"],
    ],
    [
      "an account whose permissions boundary lies there",
      `${ACCOUNT}deployment: { permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" }\n`,
      {},
      ["123456789012", undefined],
    ],
    [
      "an account that is bounded by a policy of AWS's",
      `${ACCOUNT}deployment: { permissionsBoundary: "arn:aws:iam::aws:policy/PowerUserAccess" }\n`,
      {},
      ["123456789012", undefined],
    ],
  ])("is %s", (_where, yaml, credentials, [account, region]) => {
    expect(target(yaml, credentials)).toEqual({ account, region });
  });
});

describe("what cannot be deployed", () => {
  const EXCLUDED = CRITERION_IDS.map(
    (criterion) =>
      `    - { criterion: ${criterion}, reason: Not in this system., approver: Maeve Brennan }\n`,
  ).join("");
  it.each([
    [
      "credentials of another account",
      ACCOUNT,
      { account: "210987654321" },
      "account",
      "soc2.yaml is for the AWS account 123456789012, and these credentials are for 210987654321.",
    ],
    [
      "a region that is none",
      "deployment: { homeRegion: eu-wets-1 }\n",
      {},
      "deployment.homeRegion",
      "names the home region eu-wets-1, which AWS does not have",
    ],
    [
      "a permissions boundary of another account",
      `${ACCOUNT}deployment: { permissionsBoundary: "arn:aws:iam::210987654321:policy/boundary" }\n`,
      {},
      "deployment.permissionsBoundary",
      "lies in another account than 123456789012",
    ],
    [
      "a permissions boundary of another partition",
      'deployment: { homeRegion: us-gov-west-1, permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" }\n',
      {},
      "deployment.permissionsBoundary",
      "lies in the partition aws, and us-gov-west-1 in aws-us-gov",
    ],
    [
      "a time that clocks pass over once a year",
      'schedule: { at: "02:30", timeZone: Europe/Berlin }\n',
      {},
      "schedule.at",
      "There is no 02:30 in Europe/Berlin on 2027-03-28",
    ],
    [
      "a scope without a criterion",
      `scope:\n  criteria:\n    exclude:\n${EXCLUDED.replaceAll(/^ {4}/gm, "      ")}`,
      {},
      "scope.criteria.exclude",
      "takes every criterion out of scope",
    ],
  ])("%s is told in a sentence", (_what, yaml, credentials, key, sentence) => {
    let thrown: unknown;
    try {
      target(yaml, credentials);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(EvidenceError);
    const { code, message, fields } = thrown as EvidenceError;
    expect([code, fields.key]).toEqual(["CONFIG_INVALID", key]);
    expect(message).toContain(sentence);
  });

  it.each([
    ["a time zone that is none", 'schedule: { at: "06:00", timeZone: Europe/Dubln }\n'],
    ["a time that is none", 'schedule: { at: "24:00", timeZone: Europe/Dublin }\n'],
    ["a retention of no days", "deployment: { retentionDays: 0 }\n"],
    ["an address that is none", "notify: { email: nobody }\n"],
  ])("%s is told by the configuration's own check", (_what, yaml) => {
    expect(() => target(yaml)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});
