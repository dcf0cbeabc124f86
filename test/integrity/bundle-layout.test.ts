import { expect, test } from "vitest";
import {
  claimPath,
  draftPath,
  draftSha256,
  isBundleFolder,
  isListable,
  manifestEnvelopePath,
  manifestPath,
  mediaTypeOf,
  type Place,
  placeOf,
  publicKeyPath,
  reportIndexEnvelopePath,
  reportIndexPath,
  sharePagePath,
  shareRecordPath,
  snapshotTime,
} from "../../shared/integrity/bundle-layout.ts";

const S = "2026-11-22T06-00-00Z";

test.each([
  [S, "2026-11-22T06:00:00Z"],
  ["2026-02-30T06-00-00Z", undefined],
  ["2026-11-22T24-00-00Z", undefined],
  ["2026-11-22T06:00:00Z", undefined],
  ["2026-13-22T06-00-00Z", undefined],
  [`x${S}`, undefined],
  [`${S}x`, undefined],
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
  ["A1.2-recovery/manual/a.pdf", "manual", true],
  ["C1.1-confidentiality/manual/a.pdf", "manual", true],
  ["P4.12-retention/manual/a.pdf", "manual", true],
  ["CC10.1-x/manual/a.pdf", "manual", true],
  ["XCC6.1-x/manual/a.pdf", "stray", false],
  ["D6.1-x/manual/a.pdf", "stray", false],
  ["CCx.1-x/manual/a.pdf", "stray", false],
  ["CC6.x-x/manual/a.pdf", "stray", false],
  ["CC6.1-/manual/a.pdf", "stray", false],
  ["CC6.1-X/manual/a.pdf", "stray", false],
  ["CC6.1-x_y/manual/a.pdf", "stray", false],
  ["CC6.1-x/manual", "stray", false],
  ["CC6.1-x/by-hand/a.pdf", "stray", false],
  ["external/manual/a.pdf", "stray", false],
  [`shares/${S}-jo-auditor.json`, "share", true],
  [`shares/${S}-jo-the-2nd.json`, "share", true],
  [`shares/${S}-j.json`, "share", true],
  [`shares/${S}-jo--auditor.json`, "outside", false],
  [`shares/${S}-jo_auditor.json`, "outside", false],
  [`shares/${S}-.json`, "outside", false],
  [`shares/${S}-jo.json.html`, "outside", false],
  [`shares/${S}-jo-.json`, "outside", false],
  [`shares/${S}-jo-_.json`, "outside", false],
  [`shares/shares/${S}-jo.json`, "outside", false],
  [`copies/shares/${S}-jo.json`, "stray", false],
  [`shares/${S}-jo-auditor.html`, "outside", false],
  [`shares/${S}-Jo.json`, "outside", false],
  [`shares/${S}.json`, "outside", false],
  ["shares/2026-02-30T06-00-00Z-jo.json", "outside", false],
  [`shares/deeper/${S}-jo.json`, "outside", false],
  ["shares", "stray", false],
  [".staging", "stray", false],
  [`external/${S}/securityhub.ndjson`, "external", true],
  ["external/2026-11-21T06-00-00Z/securityhub.ndjson", "external", false],
  [`internal/${S}/securityhub.ndjson`, "stray", false],
  [`snapshots/${S}/findings.json`, "summary", true],
  [`snapshots/${S}/findings.part-0001.json`, "summary", true],
  [`snapshots/${S}/findings.part-1.json`, "summary", false],
  [`snapshots/${S}/findings.part-00001.json`, "summary", false],
  [`snapshots/${S}/findings.part-abcd.json`, "summary", false],
  [`snapshots/${S}/findings.json.exe`, "summary", false],
  [`snapshots/${S}/my-findings.json`, "summary", false],
  ["snapshots/2026-11-21T06-00-00Z/findings.json", "summary", false],
  ["snapshots/latest/findings.json", "stray", false],
  [`snapshots/${S}`, "stray", false],
  [`snapshots/${S}/config.json`, "summary", true],
  [`snapshots/${S}/manifest.json`, "seal", false],
  [`snapshots/${S}/manifest.dsse.json`, "seal", false],
  [`snapshots/${S}/public-key.pem`, "seal", false],
  [`snapshots/${S}/reports/gaps.html`, "report", false],
  [`snapshots/${S}/reports/deep/gaps.html`, "report", false],
  [`snapshots/${S}/reports`, "summary", false],
  [`snapshots/${S}/deep/reports/gaps.html`, "summary", false],
  [`snapshots/${S}/reports/manifest.json`, "report", false],
  ["chain/1.json", "claim", false],
  ["chain/10.json", "claim", false],
  ["chain/0.json", "stray", false],
  ["chain/a.json", "stray", false],
  ["chain/1.json.exe", "stray", false],
  ["my/chain/1.json", "stray", false],
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
  [".DS_Store.exe", "stray", false],
  ["my.DS_Store", "stray", false],
  [".DS_Store/a.json", "stray", false],
  ["chain/.DS_Store", "stray", false],
  ["CC6.1-access-controls/.DS_Store", "stray", false],
  [`CC6.1-access-controls/${S}/.DS_Store`, "criterion", true],
  [`snapshots/${S}/.DS_Store`, "summary", false],
  [`snapshots/${S}/reports/.DS_Store`, "report", false],
])("%s is a place of kind %s", (path, kind, listable) => {
  expect([placeOf(path).kind, isListable(path, S)]).toEqual([kind, listable]);
});

const OTHER = "2026-11-21T06-00-00Z";

test.each<[string, Place]>([
  [
    `CC6.1-access-controls/${OTHER}/deep/a.json`,
    {
      kind: "criterion",
      folder: "CC6.1-access-controls",
      snapshot: OTHER,
      name: "deep/a.json",
    },
  ],
  ["CC6.1-x/manual/a.pdf", { kind: "manual", folder: "CC6.1-x" }],
  [`external/${OTHER}/a.json`, { kind: "external", snapshot: OTHER, name: "a.json" }],
  [`snapshots/${OTHER}/deep/a.json`, { kind: "summary", snapshot: OTHER, name: "deep/a.json" }],
  [manifestPath(OTHER), { kind: "seal", snapshot: OTHER, name: "manifest.json" }],
  [manifestEnvelopePath(OTHER), { kind: "seal", snapshot: OTHER, name: "manifest.dsse.json" }],
  [publicKeyPath(OTHER), { kind: "seal", snapshot: OTHER, name: "public-key.pem" }],
  [reportIndexPath(OTHER), { kind: "report", snapshot: OTHER }],
  [claimPath(12), { kind: "claim", sequence: 12 }],
  [claimPath(Number.MAX_SAFE_INTEGER), { kind: "claim", sequence: Number.MAX_SAFE_INTEGER }],
  ["chain/9007199254740992.json", { kind: "stray" }],
  [shareRecordPath(OTHER, "jo"), { kind: "share" }],
  [sharePagePath(OTHER, "jo"), { kind: "outside" }],
])("%s is the place %j", (path, place) => {
  expect(placeOf(path)).toEqual(place);
});

test("every file of a snapshot has its path", () => {
  expect([
    manifestPath(S),
    manifestEnvelopePath(S),
    publicKeyPath(S),
    reportIndexPath(S),
    reportIndexEnvelopePath(S),
    claimPath(1),
    shareRecordPath(S, "jo"),
    sharePagePath(S, "jo"),
  ]).toEqual([
    `snapshots/${S}/manifest.json`,
    `snapshots/${S}/manifest.dsse.json`,
    `snapshots/${S}/public-key.pem`,
    `snapshots/${S}/reports/index.json`,
    `snapshots/${S}/reports/index.dsse.json`,
    "chain/1.json",
    `shares/${S}-jo.json`,
    `shares/${S}-jo.html`,
  ]);
});

const HASH = "0123456789abcdef".repeat(4);

test.each<[string, string | undefined]>([
  [draftPath(HASH), HASH],
  [`.staging/${HASH}.json.tmp`, undefined],
  [`my/.staging/${HASH}.json`, undefined],
  [`.staging/${HASH}xjson`, undefined],
  [`.staging/${HASH}0.json`, undefined],
  [".staging/0.json", undefined],
  [`.staging/${HASH.toUpperCase()}.json`, undefined],
])("the draft %s is of the manifest %s", (path, sha256) => {
  expect(draftSha256(path)).toBe(sha256);
});

test.each([
  ["chain", true],
  ["external", true],
  ["snapshots", true],
  ["inbox", true],
  ["shares", true],
  [".staging", true],
  ["CC6.1-access-controls", true],
  ["CC6.1", false],
  ["", false],
])("%j is a folder of a bundle or is not", (name, expected) => {
  expect(isBundleFolder(name)).toBe(expected);
});

test.each([
  ["a.json", "application/json"],
  ["a.json.gz", "application/octet-stream"],
  ["a.constructor", "application/octet-stream"],
  ["json", "application/octet-stream"],
  ["a.json/b", "application/octet-stream"],
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
