import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Whether new EBS volumes and copies of snapshots are encrypted in a region without anyone asking.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html
 */
export const ebsEncryptionByDefault = source({
  name: "ec2.ebs-encryption-by-default",
  scope: "regional",
  operations: [
    reads(ec2, "GetEbsEncryptionByDefault", { actions: ["ec2:GetEbsEncryptionByDefault"] }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    await client.send(new sdk.GetEbsEncryptionByDefaultCommand({}));
  },
});
