import type { Cited, Recorded } from "../../evidence/cited.ts";
import { volumes } from "../../sources/ec2/volumes.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { check, covers, fail, indeterminate, type Population, pass } from "../check.ts";
import { computeMember } from "./compute-resource.ts";

type Volume = NonNullable<
  Recorded<SourceOutput<typeof volumes, "DescribeVolumes">>["Volumes"]
>[number];

const everyVolume: Population<Cited<Volume>> = {
  definition: "the EBS volumes",
  needs: [volumes],
  *members(context) {
    for (const volume of context.evidence.items(volumes, "DescribeVolumes", "Volumes")) {
      yield computeMember("volume", volume, volume.value.VolumeId, context);
    }
  },
};

/** Attached or not: what is on a volume that nobody uses any more is often forgotten data. */
export const volumeEncrypted = check({
  id: "ec2.volume-encrypted",
  title: "Every volume is encrypted",
  severity: "medium",
  controls: [covers("DP-01", "volumes")],
  why: "Volumes hold databases, logs and keys of the machines that they belong to. Encryption makes a copied disk or snapshot worthless without the key.",
  fix: {
    downtime: "replacement",
    steps:
      "A volume cannot be encrypted where it is: stop the instance, make a snapshot, copy it encrypted, make a volume of the copy and attach it in place of the old one. Delete a volume that nobody needs.",
    cli: "aws ec2 create-snapshot --volume-id VOLUME_ID; aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT_ID --encrypted; aws ec2 create-volume --snapshot-id COPY_ID --availability-zone ZONE",
    cdk: 'new ec2.Instance(this, "Host", { vpc, instanceType, machineImage, blockDevices: [{ deviceName: "/dev/xvda", volume: ec2.BlockDeviceVolume.ebs(20, { encrypted: true }) }] });',
  },
  references: {
    fsbp: ["EC2.3"],
    prowler: ["ec2_ebs_volume_encryption"],
    docs: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html",
      "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    ],
  },
  population: everyVolume,
  judge(volume, _context, { id }) {
    const encrypted = volume.at("Encrypted");
    switch (encrypted.value) {
      case true:
        return pass(`The volume ${id} is encrypted.`, encrypted);
      case false:
        return fail(`The volume ${id} is not encrypted${whereItIs(volume)}.`, encrypted);
      default:
        return indeterminate(`EC2 does not say whether the volume ${id} is encrypted.`, encrypted);
    }
  },
});

function whereItIs({ value: { Attachments } }: Cited<Volume>): string {
  const instance = Attachments?.find(({ InstanceId }) => InstanceId !== undefined)?.InstanceId;
  return instance === undefined ? "" : `; it is attached to ${instance}`;
}
