import { describe, expect, it } from "vitest";
import { cloudTrailLines } from "../../../cli/verify/cloudtrail.ts";
import type { CloudTrailReport } from "../../../shared/anchors/verify-cloudtrail.ts";

const REPORT: CloudTrailReport = {
  files: { read: 3, unusable: 0 },
  events: 9,
  span: { from: "2026-11-20T06:00:03Z", to: "2026-11-22T06:01:10Z" },
  regions: ["eu-west-1", "us-east-1"],
  anchors: [
    {
      sequence: 1,
      snapshot: "2026-11-20T06-00-00Z",
      seenAt: "2026-11-20T06:01:10Z",
      eventId: "e1",
      through: null,
    },
  ],
  calls: [
    {
      snapshot: "2026-11-20T06-00-00Z",
      covered: 9,
      seen: 4,
      services: { iam: { covered: 4, seen: 4 }, s3: { covered: 5, seen: 0 } },
    },
  ],
};

describe("what CloudTrail says, for a person", () => {
  it("is when, where, which manifests, and the calls with what was not seen", () => {
    expect(cloudTrailLines(REPORT)).toEqual([
      "CloudTrail: 3 files with 9 events of the account,",
      "  2026-11-20T06:00:03Z to 2026-11-22T06:01:10Z, in eu-west-1, us-east-1.",
      "AWS's own clock saw 1 of 1 manifest, sequence 1 at 2026-11-20T06:01:10Z.",
      "It shows these calls of the evidence too (management events; not every read is one):",
      "  2026-11-20T06-00-00Z  4 of 9; not: s3 5",
    ]);
  });

  it("is little where the files are of another account or time", () => {
    const none = { ...REPORT, files: { read: 1, unusable: 2 }, events: 0, span: null, regions: [] };
    const unseen = REPORT.anchors.map((one) => ({ ...one, seenAt: null, eventId: null }));
    expect(cloudTrailLines({ ...none, anchors: unseen, calls: [] })).toEqual([
      "CloudTrail: 1 file (2 more not usable) with 0 events of the account.",
      "No manifest of this chain has a witness in these files.",
      "The files do not cover the time of any snapshot.",
    ]);
  });

  it("names the newest snapshots and the services of which most was not seen", () => {
    const services = Object.fromEntries(
      ["a", "b", "c", "d", "e", "f"].map((name, index) => [name, { covered: index + 1, seen: 0 }]),
    );
    const calls = Array.from({ length: 9 }, (_, index) => ({
      snapshot: `2026-11-0${index + 1}T06-00-00Z`,
      covered: 21,
      seen: 0,
      services,
    }));
    const lines = cloudTrailLines({ ...REPORT, calls });
    expect(lines.slice(4, 5)).toEqual([
      "  2026-11-03T06-00-00Z  0 of 21; not: f 6, e 5, d 4, c 3, 2 more",
    ]);
    expect(lines.at(-1)).toBe("  and 2 earlier snapshots; all with --json.");
  });
});
