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
    });
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
    ["a key that it does not have", "retainDays: 400", "one of the keys retentionDays"],
  ])("is refused with %s", (_says, key, allowed) => {
    const { problems } = inspectConfig(file(`deployment: { ${key} }\n`));
    expect(problems).toEqual([
      expect.objectContaining({ line: 4, allowed: expect.stringContaining(allowed) }),
    ]);
  });
});
