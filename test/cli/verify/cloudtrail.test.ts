import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../../cli/command-line.ts";
import { cloudTrailFirst, cloudTrailSentences } from "../../../cli/verify/cloudtrail.ts";
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

it("--cloudtrail is about all of a bundle, and does not go with one file", async () => {
  const terminal = {
    env: {},
    cwd: ".",
    homeFolder: ".",
    platform: "linux",
    now: () => new Date(),
    columns: 80,
    colour: false,
    out: () => {},
    err: (text: string) => void said.push(text),
    progress: () => {},
    ask: null,
  } as const;
  const said: string[] = [];
  const argv = ["verify", ".", "--file", "a.json", "--cloudtrail", "logs"];
  expect(await runCommandLine(argv, terminal)).toBe(3);
  expect(said.join("")).toContain("--file is about one file and does not go with --cloudtrail");
});

describe("what CloudTrail says, for a person", () => {
  it("is when, where, which manifests, and the calls with what was not seen", () => {
    expect(cloudTrailSentences(REPORT)).toEqual([
      "CloudTrail: 3 files with 9 events of the account, 2026-11-20T06:00:03Z to 2026-11-22T06:01:10Z, in eu-west-1 and us-east-1.",
      "AWS's own clock saw 1 of 1 manifest, sequence 1 at 2026-11-20T06:01:10Z.",
      "Of the calls of the evidence it shows these too (management events; not every read is one):",
      "2026-11-20T06-00-00Z: 4 of 9; not 5 of s3.",
    ]);
  });

  it("is little where the files are of another account or time", () => {
    const none = { ...REPORT, files: { read: 1, unusable: 2 }, events: 0, span: null, regions: [] };
    const unseen = REPORT.anchors.map((one) => ({ ...one, seenAt: null, eventId: null }));
    expect(cloudTrailSentences({ ...none, anchors: unseen, calls: [] })).toEqual([
      "CloudTrail: 1 file (2 more not usable) with 0 events of the account.",
      "No manifest of this chain has a witness in these files.",
    ]);
  });

  it("is said first where it comes to nothing", () => {
    const unseen = REPORT.anchors.map((one) => ({ ...one, seenAt: null, eventId: null }));
    const uncovered = REPORT.calls.map((one) => ({ ...one, covered: 0, seen: 0 }));
    const nothing = { ...REPORT, anchors: unseen, calls: uncovered };
    expect(cloudTrailFirst(nothing)).toEqual([
      "CloudTrail's files do not cover the time of any snapshot, so they confirm nothing here.",
    ]);
    expect(cloudTrailFirst(REPORT)).toEqual([]);
    expect(cloudTrailFirst({ ...nothing, anchors: REPORT.anchors })).toEqual([]);
    expect(cloudTrailFirst({ ...nothing, calls: REPORT.calls })).toEqual([]);
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
    const sentences = cloudTrailSentences({ ...REPORT, calls });
    expect(sentences.slice(3, 4)).toEqual([
      "2026-11-03T06-00-00Z: 0 of 21; not 6 of f, 5 of e, 4 of d, 3 of c and 2 more.",
    ]);
    expect(sentences.at(-1)).toBe("2 earlier snapshots with --json.");
  });
});
