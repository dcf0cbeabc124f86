import { describe, expect, test } from "vitest";
import { mediaTypeOf } from "../../shared/integrity/bundle-layout.ts";
import type { ManifestFile, PlannedSource } from "../../shared/integrity/manifest.ts";
import {
  isPlanned,
  plannedKeys,
  plannedSourceOf,
  unaccountedSources,
} from "../../shared/integrity/planned-sources.ts";

const S = "2026-11-22T06-00-00Z";
const VPCS = { criterion: "CC6.6", source: "ec2.vpcs", region: "eu-west-1" };
const REPORT = { criterion: "CC6.1", source: "iam.credential-report", region: null };
const FINDINGS = { criterion: "external", source: "securityhub.findings", region: "eu-west-1" };
const EXTERNAL = `external/${S}`;
const NETWORK = `CC6.6-network-boundary/${S}`;
const ACCESS = `CC6.1-access-controls/${S}`;

const fileAt = (path: string): ManifestFile => ({
  path,
  versionId: null,
  size: 0,
  sha256: "0".repeat(64),
  mediaType: mediaTypeOf(path),
});

describe("evidence", () => {
  test.each<[string, PlannedSource, boolean]>([
    [`${NETWORK}/ec2.vpcs.eu-west-1.json`, VPCS, true],
    [`${NETWORK}/ec2.vpcs.eu-west-1.part-0001.json`, VPCS, true],
    [`${NETWORK}/ec2.vpcs.eu-west-1.part-0001.ndjson`, VPCS, false],
    [`${ACCESS}/iam.credential-report.json`, REPORT, true],
    [`${ACCESS}/iam.credential-report.csv`, REPORT, false],
    [`${ACCESS}/iam.credential-report.ndjson`, REPORT, false],
    [`${EXTERNAL}/securityhub.findings.eu-west-1.ndjson`, FINDINGS, true],
    [`${EXTERNAL}/securityhub.findings.eu-west-1.part-0001.ndjson`, FINDINGS, true],
    [`${EXTERNAL}/securityhub.findings.eu-west-1.json`, FINDINGS, false],
  ])(
    "at %s belongs to the plan, and accounts for it only in its own form",
    (path, source, accounts) => {
      const expected = [source];
      expect(isPlanned(path, plannedKeys(expected))).toBe(true);
      expect(plannedSourceOf(path, expected)).toEqual(source);
      expect(unaccountedSources({ expected, files: [fileAt(path)], incomplete: [] })).toEqual(
        accounts ? [] : expected,
      );
    },
  );

  test.each([
    `${NETWORK}/ec2.vpcs.us-east-1.json`,
    `${NETWORK}/ec2.vpcs.json`,
    `${NETWORK}/ec2.vpcs.eu-west-1.part-1.json`,
    `${NETWORK}/ec2.vpcs.eu-west-1.part-00001.json`,
    `${NETWORK}/ec2.vpcs.eu-west-1.part-abcd.json`,
    `${NETWORK}/ec2.vpcs.eu-west-1`,
    `${NETWORK}/ec2.vpcs.eu-west-1.json.json`,
    `${NETWORK}/ec2.json.vpcs.eu-west-1`,
    `${NETWORK}/deep/ec2.vpcs.eu-west-1.json`,
    `${ACCESS}/ec2.vpcs.eu-west-1.json`,
    `${ACCESS}/iam.credential-report.json.exe`,
    `${ACCESS}/securityhub.findings.eu-west-1.ndjson`,
    `${ACCESS}/findings.ndjson`,
    `${EXTERNAL}/iam.credential-report.json`,
    `${EXTERNAL}/findings.part-1.ndjson`,
    `${EXTERNAL}/findings.part-abcd.ndjson`,
    `${EXTERNAL}/findings.ndjson.exe`,
    `${EXTERNAL}/my-findings.ndjson`,
    `${EXTERNAL}/findings.part-0001.json`,
    `${EXTERNAL}/assessment.json.exe`,
    `${EXTERNAL}/securityhub.findings.ndjson`,
    `${ACCESS}/iam.credential-report`,
    `${ACCESS}/assessment.part-0001.json`,
    `${ACCESS}/assessment.json.exe`,
    `${ACCESS}/an-assessment.json`,
    `${ACCESS}/findings.json`,
    `${ACCESS}/findings.part-1.json`,
    `${ACCESS}/findings.part-abcd.json`,
    `${ACCESS}/decisions.json`,
    `CC3.2-risk-assessment/${S}/decisions.json.exe`,
    `CC3.2-risk-assessment/${S}/deep/decisions.json`,
    `${ACCESS}/CC3.2-risk-assessment/${S}/decisions.json`,
  ])("at %s belongs to no plan", (path) => {
    const expected = [VPCS, REPORT, FINDINGS];
    expect(isPlanned(path, plannedKeys(expected))).toBe(false);
    expect(plannedSourceOf(path, expected)).toBeUndefined();
    expect(unaccountedSources({ expected, files: [fileAt(path)], incomplete: [] })).toEqual(
      expected,
    );
  });

  test.each([
    `${ACCESS}/assessment.json`,
    `${ACCESS}/findings.part-0001.json`,
    `CC3.2-risk-assessment/${S}/decisions.json`,
    `CC9.1-risk-mitigation/${S}/decisions.json`,
    `${EXTERNAL}/findings.ndjson`,
    `${EXTERNAL}/findings.part-0001.ndjson`,
    `${EXTERNAL}/assessment.json`,
    `snapshots/${S}/findings.json`,
    "CC6.1-access-controls/manual/iam.credential-report.json",
  ])("at %s needs no plan and is of none", (path) => {
    const expected = [VPCS, REPORT, FINDINGS];
    expect(isPlanned(path, plannedKeys(expected))).toBe(true);
    expect(plannedSourceOf(path, expected)).toBeUndefined();
    expect(unaccountedSources({ expected, files: [fileAt(path)], incomplete: [] })).toEqual(
      expected,
    );
  });
});

test("a planned source that is recorded as incomplete is accounted for", () => {
  const incomplete = [{ ...VPCS, reason: "AccessDenied" }];
  expect(unaccountedSources({ expected: [VPCS, REPORT], files: [], incomplete })).toEqual([REPORT]);
});
