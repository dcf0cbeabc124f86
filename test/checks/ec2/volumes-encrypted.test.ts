import { describe, expect, it } from "vitest";
import { volumeEncrypted } from "../../../shared/checks/ec2/volume-encrypted.ts";
import { volumesEncryptedByDefault } from "../../../shared/checks/ec2/volumes-encrypted-by-default.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { networkInterfaces } from "../../../shared/sources/ec2/network-interfaces.ts";
import { logGroups } from "../../../shared/sources/logs/log-groups.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";
import { encryptionByDefault, volumesOf } from "./machine-evidence.ts";

const volume = (more: Record<string, Json> = {}): Json => ({
  VolumeId: "vol-1",
  State: "in-use",
  Encrypted: true,
  Attachments: [],
  ...more,
});
const HOSTILE = "=1+<b>\"x'\u202e";

describe("ec2.volume-encrypted", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes an encrypted volume",
      [volumesOf([volume()])],
      ["pass vol-1: The volume vol-1 is encrypted."],
    ],
    [
      "fails one that is not, and says where it is attached",
      [volumesOf([volume({ Encrypted: false, Attachments: [{ InstanceId: "i-1" }] })])],
      ["fail vol-1: The volume vol-1 is not encrypted; it is attached to i-1."],
    ],
    [
      "fails one that is attached to nothing",
      [volumesOf([volume({ Encrypted: false, State: "available" })])],
      ["fail vol-1: The volume vol-1 is not encrypted."],
    ],
    [
      "does not pass what leaves the member out",
      [volumesOf([{ VolumeId: "vol-1" }])],
      ["indeterminate vol-1: EC2 does not say whether the volume vol-1 is encrypted."],
    ],
    [
      "keeps hostile names inert",
      [volumesOf([volume({ VolumeId: HOSTILE, Encrypted: false })])],
      [`fail ${HOSTILE}: The volume ${HOSTILE} is not encrypted.`],
    ],
    [
      "says that there are none",
      [volumesOf([])],
      ["not-applicable 123456789012: Account 123456789012 has none of the EBS volumes."],
    ],
    [
      "is indeterminate when the list is denied",
      [volumesOf("denied")],
      [
        "indeterminate 123456789012: Not all of the EBS volumes in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeVolumes.",
      ],
    ],
    [
      "is indeterminate when half of it is missing",
      [volumesOf("second page denied")],
      [
        "indeterminate 123456789012: Not all of the EBS volumes in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeVolumes.",
      ],
    ],
    [
      "is indeterminate when the answer has no list",
      [volumesOf("without a list")],
      [
        "indeterminate 123456789012: Not all of the EBS volumes in account 123456789012 could be read: DescribeVolumes gave no Volumes.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(volumeEncrypted, evidence)).toEqual(expected);
  });

  it("cites the switch and names the volume by its ARN", () => {
    const evidence = [volumesOf([volume()])];
    expect(citations(volumeEncrypted, evidence)).toEqual([
      "ec2.volumes.eu-west-1.json#/calls/0/response/Volumes/0/Encrypted",
    ]);
    expect(judged(volumeEncrypted, evidence).findings[0]?.resource.arn).toBe(
      "arn:aws:ec2:eu-west-1:123456789012:volume/vol-1",
    );
  });
});

const signs = (interfaces: Json[]): StoredEvidence[] => [
  recorded(networkInterfaces, [
    {
      operation: "DescribeNetworkInterfaces",
      input: { MaxResults: 1000 },
      response: { NetworkInterfaces: interfaces },
    },
  ]),
  recorded(logGroups, [{ operation: "DescribeLogGroups", response: { logGroups: [] } }]),
  recorded(buckets, [{ operation: "ListBuckets", response: { Buckets: [] } }]),
];
const setting = (EbsEncryptionByDefault: boolean) =>
  encryptionByDefault({ EbsEncryptionByDefault });
const IN_USE = signs([{ NetworkInterfaceId: "eni-1", VpcId: "vpc-1", Groups: [] }]);
const FAILURE = "New volumes are not encrypted by default in eu-west-1 of account 123456789012.";

describe("ec2.volumes-encrypted-by-default", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes where the default is on",
      [setting(true), ...IN_USE],
      ["pass medium New volumes are encrypted in eu-west-1."],
    ],
    ["fails where it is off", [setting(false), ...IN_USE], [`fail medium ${FAILURE}`]],
    [
      "is low where the region holds nothing",
      [setting(false), ...signs([])],
      [`fail low ${FAILURE} The region holds no network interface, log group or bucket.`],
    ],
    [
      "stays as it is where what the region holds could not be read",
      [setting(false)],
      [`fail medium ${FAILURE}`],
    ],
    [
      "does not pass an answer without the switch",
      [encryptionByDefault({}), ...IN_USE],
      ["indeterminate medium EC2 does not say whether new volumes are encrypted in eu-west-1."],
    ],
    [
      "is indeterminate when it is denied",
      [encryptionByDefault("denied"), ...IN_USE],
      [
        "indeterminate medium Not all of the account in every region, by whether new volumes are encrypted in eu-west-1 could be read: UnauthorizedOperation on ec2:GetEbsEncryptionByDefault.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    const { findings } = judged(volumesEncryptedByDefault, evidence);
    expect(findings.map((one) => `${one.status} ${one.severity} ${one.reason}`)).toEqual(expected);
  });

  it("judges each region by itself", () => {
    const evidence = [
      encryptionByDefault({ EbsEncryptionByDefault: true }, "eu-west-1"),
      encryptionByDefault({ EbsEncryptionByDefault: false }, "us-east-1"),
    ];
    const { findings } = judged(volumesEncryptedByDefault, evidence);
    expect(findings.map(({ status, resource }) => `${status} ${resource.region}`)).toEqual([
      "pass eu-west-1",
      "fail us-east-1",
    ]);
    expect(citations(volumesEncryptedByDefault, evidence)[0]).toBe(
      "ec2.ebs-encryption-by-default.eu-west-1.json#/calls/0/response/EbsEncryptionByDefault",
    );
  });
});
