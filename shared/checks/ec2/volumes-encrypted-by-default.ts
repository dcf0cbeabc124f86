import type { Cited, Recorded } from "../../evidence/cited.ts";
import { ebsEncryptionByDefault } from "../../sources/ec2/ebs-encryption-by-default.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { accountInRegion } from "../account/account-in-region.ts";
import { inUnusedRegion, regionUse, SIGNS_OF_USE } from "../account/region-use.ts";
import { check, covers, fail, indeterminate, type Population, pass } from "../check.ts";

type Setting = Recorded<SourceOutput<typeof ebsEncryptionByDefault, "GetEbsEncryptionByDefault">>;

const settingByRegion: Population<Cited<Setting>> = {
  definition: "the account in every region, by whether new volumes are encrypted",
  needs: [ebsEncryptionByDefault],
  placedBy: SIGNS_OF_USE,
  *members(context) {
    const answers = context.evidence.answers(ebsEncryptionByDefault, "GetEbsEncryptionByDefault");
    for (const setting of answers) yield accountInRegion(setting, setting, context);
  },
};

/** In a region that holds nothing the failure is low: there is nobody yet who makes a volume. */
export const volumesEncryptedByDefault = check({
  id: "ec2.volumes-encrypted-by-default",
  title: "New volumes are encrypted in every region",
  severity: "medium",
  controls: [covers("DP-01", "volumes")],
  why: "With the default on, nobody has to remember: every volume and every copy of a snapshot that is made from then on is encrypted.",
  fix: {
    downtime: "none",
    steps:
      "Switch the default on in each region. It changes no volume that is there already, and a few instance types of old generations can no longer be started.",
    cli: "aws ec2 enable-ebs-encryption-by-default --region REGION",
    cdk: 'new cr.AwsCustomResource(this, "EbsEncryption", { onUpdate: { service: "EC2", action: "enableEbsEncryptionByDefault", physicalResourceId: cr.PhysicalResourceId.of("ebs") }, policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: cr.AwsCustomResourcePolicy.ANY_RESOURCE }) });',
  },
  references: {
    cis: { "5.0.0": "5.1.1" },
    fsbp: ["EC2.7"],
    prowler: ["ec2_ebs_default_encryption"],
    docs: [
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html",
      "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    ],
  },
  population: settingByRegion,
  judge(setting, { evidence }, { id, region }) {
    const isOn = setting.at("EbsEncryptionByDefault");
    switch (isOn.value) {
      case true:
        return pass(`New volumes are encrypted in ${region}.`, isOn);
      case false: {
        const use = regionUse(evidence, region);
        const reason = `New volumes are not encrypted by default in ${region} of account ${id}.`;
        return inUnusedRegion(fail(reason, isOn, ...use.cites), use);
      }
      default:
        return indeterminate(
          `EC2 does not say whether new volumes are encrypted in ${region}.`,
          isOn,
        );
    }
  },
});
