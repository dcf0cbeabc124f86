import { ALARMED_EVENTS } from "../../shared/checks/cloudwatch/alarmed-events.ts";
import { IGNORED_THREAT } from "./company-detection.ts";
import {
  ENDLESS_LOG_GROUP,
  SHORT_LOG_GROUP,
  SILENT_ALARM,
  TRAIL_LOG_GROUP,
} from "./company-monitoring.ts";
import {
  ACCOUNT,
  AFTER,
  BEFORE,
  BOTH,
  dataService,
  gap,
  inBothRegions,
  type PlantedGap,
} from "./planted-gap.ts";

/** The gaps in what is noticed, and in who hears of it. */
export const monitoringGaps: readonly PlantedGap[] = [
  ...ALARMED_EVENTS.map(({ id, what }) =>
    gap(
      id === SILENT_ALARM ? BOTH : BEFORE,
      `cloudwatch.${id}-alarmed`,
      `Nobody is told of ${what}.`,
      ACCOUNT,
    ),
  ),
  gap(
    BEFORE,
    "logs.log-group-retention",
    "The API's logs are kept for two weeks.",
    dataService(SHORT_LOG_GROUP),
  ),
  ...[SHORT_LOG_GROUP, ENDLESS_LOG_GROUP, TRAIL_LOG_GROUP].map((name) =>
    gap(
      name === TRAIL_LOG_GROUP ? AFTER : BOTH,
      "logs.log-group-encrypted-with-kms",
      "The logs have AWS's key, not the company's.",
      dataService(name),
    ),
  ),
  ...inBothRegions(BEFORE, "config.recorder-on", "Config records nothing."),
  ...["instances", "images", "functions"].flatMap((what) =>
    inBothRegions(
      BEFORE,
      `inspector2.${what}-scanned`,
      "The scanner was switched off after its trial.",
    ),
  ),
  ...inBothRegions(BEFORE, "guardduty.detector-on", "Nobody switched GuardDuty on."),
  gap(
    AFTER,
    "guardduty.findings-closed-in-time",
    "GuardDuty found a miner, and nobody looked.",
    dataService(IGNORED_THREAT.id),
  ),
  gap(AFTER, "guardduty.malware-protection-on", "The price is not approved yet.", {
    kind: "detector",
    region: "us-east-1",
  }),
  ...inBothRegions(BEFORE, "securityhub.standards-on", "Security Hub is off."),
  gap(AFTER, "securityhub.standards-on", "The warehouse's region comes next quarter.", {
    kind: "account",
    region: "us-east-1",
  }),
  gap(BEFORE, "accessanalyzer.analyzer-on", "Nobody looks for access from outside.", ACCOUNT),
];
