import { ALARMED_EVENTS } from "../../shared/checks/cloudwatch/alarmed-events.ts";
import type { PlantedGap } from "./company-gaps.ts";
import {
  ENDLESS_LOG_GROUP,
  SHORT_LOG_GROUP,
  SILENT_ALARM,
  TRAIL_LOG_GROUP,
} from "./company-monitoring.ts";

const BEFORE = ["before"] as const;
const AFTER = ["after"] as const;
const BOTH = ["before", "after"] as const;
const ACCOUNT = { kind: "account" } as const;

/** The gaps in what is noticed, and in who hears of it. */
export const monitoringGaps: readonly PlantedGap[] = [
  ...ALARMED_EVENTS.map(({ id, what }) => ({
    states: id === SILENT_ALARM ? BOTH : BEFORE,
    check: `cloudwatch.${id}-alarmed`,
    topic: `Nobody is told of ${what}.`,
    resource: ACCOUNT,
  })),
  {
    states: BEFORE,
    check: "logs.log-group-retention",
    topic: "The API's logs are kept for two weeks.",
    resource: { kind: "data-service", name: SHORT_LOG_GROUP },
  },
  ...[SHORT_LOG_GROUP, ENDLESS_LOG_GROUP, TRAIL_LOG_GROUP].map((name) => ({
    states: name === TRAIL_LOG_GROUP ? AFTER : BOTH,
    check: "logs.log-group-encrypted-with-kms",
    topic: "The logs have AWS's key, not the company's.",
    resource: { kind: "data-service" as const, name },
  })),
  {
    states: BOTH,
    check: "config.recorder-on",
    topic: "Config records nothing.",
    resource: ACCOUNT,
  },
  ...["instances", "images", "functions"].map((what) => ({
    states: BEFORE,
    check: `inspector2.${what}-scanned`,
    topic: "The scanner was switched off after its trial.",
    resource: ACCOUNT,
  })),
  {
    states: BOTH,
    check: "guardduty.detector-on",
    topic: "GuardDuty is off; its budget is not agreed yet.",
    resource: ACCOUNT,
  },
  {
    states: BOTH,
    check: "securityhub.standards-on",
    topic: "Security Hub is off.",
    resource: ACCOUNT,
  },
];
