import { describe, expect, test } from "vitest";
import {
  isListable,
  mediaTypeOf,
  placeOf,
  snapshotTime,
} from "../../shared/integrity/bundle-layout.ts";
import {
  isPlanned,
  plannedKeys,
  unaccountedSources,
} from "../../shared/integrity/planned-sources.ts";

const S = "2026-11-22T06-00-00Z";

test.each([
  [S, "2026-11-22T06:00:00Z"],
  ["2026-02-30T06-00-00Z", undefined],
  ["2026-11-22T24-00-00Z", undefined],
  ["2026-11-22T06:00:00Z", undefined],
  ["2026-11-22T06-00-00", undefined],
  ["manual", undefined],
])("the snapshot %s is of %s", (snapshot, time) => {
  expect(snapshotTime(snapshot)).toBe(time);
});

test.each([
  [`CC6.1-access-controls/${S}/a.json`, "criterion", true],
  [`PI1.2-input/${S}/a.json`, "criterion", true],
  ["CC6.1-access-controls/2026-11-21T06-00-00Z/a.json", "criterion", false],
  ["CC6.1-access-controls/manual/deep/er.pdf", "manual", true],
  [`shares/${S}-jo-auditor.json`, "share", true],
  [`shares/${S}-jo-auditor.html`, "outside", false],
  [`shares/${S}-Jo.json`, "outside", false],
  [`shares/${S}.json`, "outside", false],
  ["shares/2026-02-30T06-00-00Z-jo.json", "outside", false],
  [`shares/deeper/${S}-jo.json`, "outside", false],
  [`external/${S}/securityhub.ndjson`, "external", true],
  [`snapshots/${S}/findings.json`, "summary", true],
  [`snapshots/${S}/findings.part-0001.json`, "summary", true],
  [`snapshots/${S}/findings.part-1.json`, "summary", false],
  [`snapshots/${S}/config.json`, "summary", true],
  [`snapshots/${S}/manifest.json`, "seal", false],
  [`snapshots/${S}/manifest.dsse.json`, "seal", false],
  [`snapshots/${S}/public-key.pem`, "seal", false],
  [`snapshots/${S}/reports/gaps.html`, "report", false],
  [`snapshots/${S}/reports`, "summary", false],
  ["chain/1.json", "claim", false],
  ["chain/01.json", "stray", false],
  ["chain/1.json/x", "stray", false],
  ["inbox/a.pdf", "outside", false],
  ["inbox", "stray", false],
  [".staging/a.tmp", "outside", false],
  ["CC6.1/2026-11-22T06-00-00Z/a.json", "stray", false],
  [`CC6.1-access-controls/${S}`, "stray", false],
  ["CC6.1-access-controls/latest/a.json", "stray", false],
  ["README.md", "stray", false],
  [".DS_Store", "outside", false],
  ["snapshots/.DS_Store", "outside", false],
  ["Thumbs.db", "outside", false],
  ["snapshots/desktop.ini", "outside", false],
  [".DS_Store/a.json", "stray", false],
  ["chain/.DS_Store", "stray", false],
  ["CC6.1-access-controls/.DS_Store", "stray", false],
  [`CC6.1-access-controls/${S}/.DS_Store`, "criterion", true],
  [`snapshots/${S}/.DS_Store`, "summary", false],
  [`snapshots/${S}/reports/.DS_Store`, "report", false],
])("%s is a place of kind %s", (path, kind, listable) => {
  expect([placeOf(path).kind, isListable(path, S)]).toEqual([kind, listable]);
});

test.each([
  ["a.json", "application/json"],
  ["a.CSV", "text/csv"],
  ["a.ndjson", "application/x-ndjson"],
  ["a.pem", "application/x-pem-file"],
  ["a.html", "text/html"],
  ["a.pdf", "application/pdf"],
  ["a.docx", "application/octet-stream"],
  ["a", "application/octet-stream"],
])("%s has the media type %s", (path, mediaType) => {
  expect(mediaTypeOf(path)).toBe(mediaType);
});

describe("a planned source", () => {
  const vpcs = { criterion: "CC6.6", source: "ec2.vpcs", region: "eu-west-1" };
  const report = { criterion: "CC6.1", source: "iam.credential-report", region: null };
  const folder = { "CC6.6": "CC6.6-network-boundary", "CC6.1": "CC6.1-access-controls" };

  test.each<[string, string, boolean, boolean]>([
    [`${folder["CC6.6"]}/${S}/ec2.vpcs.eu-west-1.json`, "vpcs", true, true],
    [`${folder["CC6.6"]}/${S}/ec2.vpcs.eu-west-1.part-0001.json`, "vpcs", true, true],
    [`${folder["CC6.6"]}/${S}/ec2.vpcs.us-east-1.json`, "vpcs", false, false],
    [`${folder["CC6.6"]}/${S}/ec2.vpcs.json`, "vpcs", false, false],
    [`${folder["CC6.1"]}/${S}/ec2.vpcs.eu-west-1.json`, "vpcs", false, false],
    [`${folder["CC6.1"]}/${S}/iam.credential-report.json`, "report", true, true],
    [`${folder["CC6.1"]}/${S}/iam.credential-report.csv`, "report", true, false],
    [`${folder["CC6.1"]}/${S}/iam.credential-report.json.exe`, "report", false, false],
    [`${folder["CC6.1"]}/${S}/assessment.json`, "report", true, false],
    [`${folder["CC6.1"]}/${S}/assessment.part-0001.json`, "report", false, false],
    [`${folder["CC6.1"]}/${S}/findings.part-0001.json`, "report", true, false],
    [`${folder["CC6.1"]}/${S}/findings.json`, "report", false, false],
  ])("%s belongs to the plan and accounts for it", (path, which, planned, accounts) => {
    const expected = [which === "vpcs" ? vpcs : report];
    const files = [{ path, versionId: null, size: 0, sha256: "", mediaType: "" }];
    expect(isPlanned(path, plannedKeys(expected))).toBe(planned);
    expect(unaccountedSources({ expected, files, incomplete: [] })).toEqual(
      accounts ? [] : expected,
    );
  });

  test("that is recorded as incomplete is accounted for", () => {
    const incomplete = [{ ...vpcs, reason: "AccessDenied" }];
    expect(unaccountedSources({ expected: [vpcs, report], files: [], incomplete })).toEqual([
      report,
    ]);
  });
});
