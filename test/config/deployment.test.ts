import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { deploymentOf } from "../../shared/config/deployment.ts";
import { inspectConfig, loadConfig } from "../../shared/config/load.ts";

const HEAD = `version: 1
company: { name: Larkspur Analytics }
system: { name: Larkspur }
`;
const file = (rest: string) => ({
  fileName: "soc2.yaml",
  content: HEAD + rest,
  today: "2026-11-22",
});

const DEFAULTS = {
  schedule: "06:00",
  timeZone: "UTC",
  retentionDays: 400,
  retentionMode: "governance",
  keyRotationDays: 2_560,
  dashboard: true,
  alarmEmail: null,
  permissionsBoundary: null,
  homeRegion: null,
  signingKey: { generation: 1, previous: "cosigns" },
  restarts: null,
};

describe("how the system is set up in the account", () => {
  it("has a default for everything, also without a soc2.yaml", () => {
    expect(deploymentOf(defaultConfig())).toEqual(DEFAULTS);
    expect(deploymentOf(loadConfig(file("")))).toEqual(DEFAULTS);
  });

  it("is what soc2.yaml says, the schedule and the address under their own keys", () => {
    const config = loadConfig(
      file(`schedule: { at: "23:30", timeZone: Europe/Dublin }
notify: { email: security@larkspur.example }
deployment:
  retentionDays: 3650
  retentionMode: compliance
  keyRotationDays: 365
  dashboard: false
  permissionsBoundary: arn:aws-us-gov:iam::123456789012:policy/teams/boundary
  homeRegion: us-gov-west-1
`),
    );
    expect(deploymentOf(config)).toEqual({
      schedule: "23:30",
      timeZone: "Europe/Dublin",
      retentionDays: 3650,
      retentionMode: "compliance",
      keyRotationDays: 365,
      dashboard: false,
      alarmEmail: "security@larkspur.example",
      permissionsBoundary: "arn:aws-us-gov:iam::123456789012:policy/teams/boundary",
      homeRegion: "us-gov-west-1",
      signingKey: { generation: 1, previous: "cosigns" },
      restarts: null,
    });
  });

  const CHAIN = "c".repeat(32);
  const SHA256 = "ab".repeat(32);
  it.each<[string, string, object]>([
    [
      "changes the key",
      "signingKey: { generation: 2 }",
      { signingKey: { generation: 2, previous: "cosigns" } },
    ],
    [
      "retires the one before",
      "signingKey: { generation: 2, previous: retired }",
      { signingKey: { generation: 2, previous: "retired" } },
    ],
    [
      "begins anew",
      `restarts: { chain: ${CHAIN}, sequence: 41, manifestSha256: ${SHA256}, signer: ${SHA256} }`,
      { restarts: { chain: CHAIN, sequence: 41, manifestSha256: SHA256, signer: SHA256 } },
    ],
    [
      "begins anew after a chain that was never signed",
      `restarts: { chain: ${CHAIN}, sequence: 41, manifestSha256: ${SHA256} }`,
      { restarts: { chain: CHAIN, sequence: 41, manifestSha256: SHA256, signer: null } },
    ],
  ])("%s", (_says, key, expected) => {
    const deployment = deploymentOf(loadConfig(file(`deployment: { ${key} }\n`)));
    expect(deployment).toEqual({ ...DEFAULTS, ...expected });
  });

  it.each([
    ["no day at all", "retentionDays: 0", "1 to 3650"],
    ["more than ten years", "retentionDays: 3651", "1 to 3650"],
    ["half a day", "retentionDays: 0.5", "1 to 3650"],
    ["a mode that S3 does not have", "retentionMode: strict", "governance, or compliance"],
    ["a rotation sooner than KMS takes", "keyRotationDays: 89", "90 to 2560"],
    ["a rotation later than KMS takes", "keyRotationDays: 2561", "90 to 2560"],
    ["a dashboard that may be", "dashboard: maybe", "true or false"],
    ["a role for a boundary", "permissionsBoundary: arn:aws:iam::1:role/x", "managed policy"],
    ["a place that is no region", "homeRegion: Frankfurt", "the name of a region"],
    ["no generation of a key", "signingKey: { generation: 0 }", "1 to 99"],
    ["a generation too many", "signingKey: { generation: 100 }", "1 to 99"],
    ["a key's generation left out", "signingKey: { previous: retired }", "1 to 99"],
    [
      "another end of a key",
      "signingKey: { generation: 2, previous: deleted }",
      "cosigns, or retired",
    ],
    [
      "a chain that is none",
      `restarts: { chain: x, sequence: 1, manifestSha256: ${"ab".repeat(32)} }`,
      "32 lowercase",
    ],
    [
      "a chain's end that is none",
      `restarts: { chain: ${"c".repeat(32)}, sequence: 0, manifestSha256: ${"ab".repeat(32)} }`,
      "a whole number from 1",
    ],
    ["a key that it does not have", "retainDays: 400", "one of the keys retentionDays"],
  ])("is refused with %s", (_says, key, allowed) => {
    const { problems } = inspectConfig(file(`deployment: { ${key} }\n`));
    expect(problems).toEqual([
      expect.objectContaining({ line: 4, allowed: expect.stringContaining(allowed) }),
    ]);
  });
});
