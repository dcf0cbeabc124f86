import { detectorSettings } from "../../sources/guardduty/detector-settings.ts";
import { inUnusedRegion, regionUse } from "../account/region-use.ts";
import {
  type AnyCheck,
  type ControlLink,
  check,
  covers,
  fail,
  indeterminate,
  pass,
  type Severity,
} from "../check.ts";
import { detectors } from "./detectors.ts";

interface Row {
  readonly id: string;
  /** GuardDuty's own name of the feature. */
  readonly feature: string;
  /** What people call it. */
  readonly name: string;
  readonly severity: Severity;
  readonly why: string;
  readonly control: ControlLink;
  readonly fsbp: string;
  readonly prowler: string;
}

const DETECTION = covers("DT-01", "threat detectors and their features");

const ROWS: readonly Row[] = [
  {
    id: "guardduty.s3-protection-on",
    feature: "S3_DATA_EVENTS",
    name: "S3 Protection",
    severity: "medium",
    why: "It reads who fetches which objects, and so notices when a stolen key empties a bucket.",
    control: DETECTION,
    fsbp: "GuardDuty.10",
    prowler: "guardduty_s3_protection_enabled",
  },
  {
    id: "guardduty.rds-protection-on",
    feature: "RDS_LOGIN_EVENTS",
    name: "RDS Protection",
    severity: "low",
    why: "It notices logins to databases that are guessed or come from unusual places.",
    control: DETECTION,
    fsbp: "GuardDuty.9",
    prowler: "guardduty_rds_protection_enabled",
  },
  {
    id: "guardduty.lambda-protection-on",
    feature: "LAMBDA_NETWORK_LOGS",
    name: "Lambda Protection",
    severity: "low",
    why: "It notices functions that talk to addresses known for mining or control of malware.",
    control: DETECTION,
    fsbp: "GuardDuty.6",
    prowler: "guardduty_lambda_protection_enabled",
  },
  {
    id: "guardduty.malware-protection-on",
    feature: "EBS_MALWARE_PROTECTION",
    name: "Malware Protection for EC2",
    severity: "medium",
    why: "It scans the disks of instances that behave oddly, without an agent that an intruder could stop.",
    control: covers("DT-06", "malware scanning settings"),
    fsbp: "GuardDuty.8",
    prowler: "guardduty_ec2_malware_protection_enabled",
  },
];

/** Features of GuardDuty's detectors: one check for each row. */
export const detectorFeatures: readonly AnyCheck[] = ROWS.map((row) =>
  check({
    id: row.id,
    title: `GuardDuty's ${row.name} is on`,
    severity: row.severity,
    controls: [row.control],
    why: row.why,
    fix: {
      downtime: "none",
      steps: `Switch ${row.name} on in the detector. It costs by volume; each feature has 30 free days that show what it will cost.`,
      cli: `aws guardduty update-detector --region REGION --detector-id DETECTOR_ID --features Name=${row.feature},Status=ENABLED`,
      cdk: `new guardduty.CfnDetector(this, "Detector", { enable: true, features: [{ name: "${row.feature}", status: "ENABLED" }] });`,
    },
    references: {
      fsbp: [row.fsbp],
      prowler: [row.prowler],
      docs: [
        "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html",
        "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfigurationResult.html",
      ],
    },
    population: detectors,
    needs: [detectorSettings],
    judge(DetectorId, { evidence }, { region }) {
      const answer = evidence.call(
        detectorSettings,
        "GetDetector",
        { DetectorId },
        region ?? undefined,
      );
      if (answer.outcome !== "ok") {
        return indeterminate(`GuardDuty does not tell of ${DetectorId}.`, answer.at);
      }
      const features = answer.response.at("Features");
      const feature = features.each().find(({ value }) => value.Name === row.feature);
      switch (feature?.value.Status) {
        case "ENABLED":
          return pass(`${row.name} is on in ${region}.`, feature);
        case "DISABLED": {
          const use = regionUse(evidence, region);
          const reason = `${row.name} of the detector ${DetectorId} in ${region} is off.`;
          return inUnusedRegion(fail(reason, feature, ...use.cites), use);
        }
        default:
          return indeterminate(
            `GuardDuty does not say whether ${row.name} is on in ${region}; not every region has it.`,
            feature ?? features,
          );
      }
    },
  }),
);
