import type { Cited } from "../../evidence/cited.ts";
import { detectorSettings } from "../../sources/guardduty/detector-settings.ts";
import { inUnusedRegion, regionUse } from "../account/region-use.ts";
import {
  type AnyCheck,
  type ControlLink,
  check,
  covers,
  fail,
  indeterminate,
  type Judgement,
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
      steps: `Switch ${row.name} on in the detector; in a member account the organization's GuardDuty administrator does that. It costs by volume; each feature has 30 free days that show what it will cost.`,
      cli: `aws guardduty update-detector --region REGION --detector-id DETECTOR_ID --features Name=${row.feature},Status=ENABLED`,
      cdk: `new guardduty.CfnDetector(this, "Detector", { enable: true, features: [{ name: "${row.feature}", status: "ENABLED" }] });`,
    },
    references: {
      fsbp: [row.fsbp],
      prowler: [row.prowler],
      docs: [
        "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html",
        "https://docs.aws.amazon.com/guardduty/latest/APIReference/API_DetectorFeatureConfigurationResult.html",
        "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html",
        "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html",
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
      const use = regionUse(evidence, region);
      switch (feature?.value.Status) {
        case "ENABLED": {
          // A suspended detector keeps its features' settings and watches nothing.
          const detector = answer.response.at("Status");
          if (detector.value === "ENABLED") {
            return pass(`${row.name} is on in ${region}.`, feature, detector);
          }
          if (detector.value === "DISABLED") {
            const reason = `${row.name} does nothing in ${region}, because the detector ${DetectorId} is suspended.`;
            return inUnusedRegion(fail(reason, detector, feature, ...use.cites), use);
          }
          return indeterminate(
            `GuardDuty does not say whether the detector ${DetectorId} in ${region} is on.`,
            detector,
          );
        }
        case "DISABLED": {
          const reason = `${row.name} of the detector ${DetectorId} in ${region} is off.`;
          return inUnusedRegion(fail(reason, feature, ...use.cites), use);
        }
        default:
          return feature === undefined
            ? notListed(row, DetectorId, features)
            : indeterminate(
                `GuardDuty does not say whether ${row.name} is on in ${region}.`,
                feature,
              );
      }
    },
  }),
);

/**
 * AWS says which regions lack a feature on a page that changes as regions gain it, and GetDetector
 * does not: so a feature that is left out stays open, and the reason says how to settle it.
 */
function notListed(
  { name, feature }: Row,
  detectorId: string,
  features: Cited<readonly unknown[] | undefined>,
): Judgement {
  const { region } = features.file;
  if (features.value === undefined) {
    const reason = `GuardDuty gave no features of the detector ${detectorId} in ${region}.`;
    return indeterminate(reason, features);
  }
  return indeterminate(
    `GuardDuty does not list ${name} (${feature}) among the features of the detector ${detectorId} in ${region}, as where a region does not offer it. Look at the detector in GuardDuty's console there: switch ${name} on if it is offered, and if it is not, keep a note of that with AWS's page on features by region.`,
    features,
  );
}
