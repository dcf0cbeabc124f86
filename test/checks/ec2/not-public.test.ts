import { describe, expect, it } from "vitest";
import { imageNotPublic } from "../../../shared/checks/ec2/image-not-public.ts";
import { snapshotNotPublic } from "../../../shared/checks/ec2/snapshot-not-public.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { PUBLIC_SNAPSHOTS, publicSnapshots } from "../../../shared/sources/ec2/public-snapshots.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";
import { imagesOf, snapshotsOf } from "./machine-evidence.ts";

const HOSTILE = "=1+<b>\"x'\u202e";
const snapshot = (SnapshotId: string, Encrypted: boolean): Json => ({
  SnapshotId,
  Encrypted,
  OwnerId: "123456789012",
});
const PLAIN = snapshot("snap-1", false);
const OTHER = snapshot("snap-2", false);

describe("ec2.snapshot-not-public", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "fails one that everyone may restore, and passes the other",
      snapshotsOf([PLAIN, OTHER], [OTHER]),
      [
        "pass snap-1: The snapshot snap-1 is not among those that everyone may restore.",
        "fail snap-2: The snapshot snap-2 is public: any AWS account may restore it.",
      ],
    ],
    [
      "passes an encrypted one, which cannot be public",
      snapshotsOf([snapshot("snap-1", true)]),
      ["pass snap-1: The snapshot snap-1 is encrypted, and AWS shares none such with everyone."],
    ],
    [
      "does not pass a plain one when the public ones are denied",
      snapshotsOf([PLAIN], "denied"),
      [
        "indeterminate snap-1: snap-1 could not be judged: UnauthorizedOperation on ec2:DescribeSnapshots.",
      ],
    ],
    [
      "does not pass a plain one when half of the public ones are missing",
      snapshotsOf([PLAIN], "second page denied"),
      [
        "indeterminate snap-1: snap-1 could not be judged: UnauthorizedOperation on ec2:DescribeSnapshots.",
      ],
    ],
    [
      "does not pass a plain one when the answer has no list of public ones",
      snapshotsOf([PLAIN], "without a list"),
      ["indeterminate snap-1: snap-1 could not be judged: DescribeSnapshots gave no list."],
    ],
    [
      "says that there are none",
      snapshotsOf([]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the account's own snapshots of volumes.",
      ],
    ],
    [
      "is indeterminate when the list is denied",
      snapshotsOf("denied"),
      [
        "indeterminate 123456789012: Not all of the account's own snapshots of volumes in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeSnapshots.",
      ],
    ],
    [
      "keeps hostile names inert",
      snapshotsOf([snapshot(HOSTILE, false)], [snapshot(HOSTILE, false)]),
      [`fail ${HOSTILE}: The snapshot ${HOSTILE} is public: any AWS account may restore it.`],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(snapshotNotPublic, evidence)).toEqual(expected);
  });

  it("finds one on the second page of those that are public", () => {
    const [own] = snapshotsOf([PLAIN]);
    const open = (response: Json, NextToken?: string) => ({
      operation: "DescribeSnapshots" as const,
      input: { ...PUBLIC_SNAPSHOTS, ...(NextToken === undefined ? {} : { NextToken }) },
      response,
    });
    const evidence = recorded(publicSnapshots, [
      open({ Snapshots: [OTHER], NextToken: "two" }),
      open({ Snapshots: [PLAIN] }, "two"),
    ]);
    expect(own === undefined ? [] : citations(snapshotNotPublic, [own, evidence])).toEqual([
      "ec2.public-snapshots.eu-west-1.json#/calls/1/response/Snapshots/0",
    ]);
  });

  it("names a snapshot by the ARN that leaves the account out", () => {
    const { findings } = judged(snapshotNotPublic, snapshotsOf([PLAIN]));
    expect(findings[0]?.resource.arn).toBe("arn:aws:ec2:eu-west-1::snapshot/snap-1");
  });
});

const image = (more: Record<string, Json>): Json => ({ ImageId: "ami-1", Name: "base", ...more });

describe("ec2.image-not-public", () => {
  it.each<[string, StoredEvidence, string[]]>([
    [
      "passes a private image",
      imagesOf([image({ Public: false })]),
      ['pass ami-1: The image ami-1 "base" is not public.'],
    ],
    [
      "fails a public one",
      imagesOf([image({ Public: true })]),
      ['fail ami-1: The image ami-1 "base" is public: any AWS account may launch it.'],
    ],
    [
      "does not pass one that leaves the member out",
      imagesOf([{ ImageId: "ami-1" }]),
      ["indeterminate ami-1: EC2 does not say whether the image ami-1 is public."],
    ],
    [
      "keeps hostile names inert",
      imagesOf([image({ Name: HOSTILE, Public: true })]),
      [
        `fail ami-1: The image ami-1 ${JSON.stringify(HOSTILE)} is public: any AWS account may launch it.`,
      ],
    ],
    [
      "says that there are none",
      imagesOf([]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the account's own machine images.",
      ],
    ],
    [
      "is indeterminate when the list is denied",
      imagesOf("denied"),
      [
        "indeterminate 123456789012: Not all of the account's own machine images in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeImages.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(imageNotPublic, [evidence])).toEqual(expected);
  });

  it("cites the member", () => {
    expect(citations(imageNotPublic, [imagesOf([image({ Public: true })])])).toEqual([
      "ec2.images.eu-west-1.json#/calls/0/response/Images/0/Public",
    ]);
  });
});
