import { accountChangesAlarmed } from "../../../shared/checks/cloudwatch/account-changes-alarmed.ts";
import { ALARMED_EVENTS } from "../../../shared/checks/cloudwatch/alarmed-events.ts";
import { ACCOUNT } from "../judging.ts";
import { allAlarms, type PlantedAlarm } from "./alarm-evidence.ts";

/** The rows of the table, by their ids. */
export const IDS = ALARMED_EVENTS.map(({ id }) => id);
/** The check of a row. */
export const checkOf = (id: string) => {
  const found = accountChangesAlarmed.find((one) => one.id === `cloudwatch.${id}-alarmed`);
  if (found === undefined) throw new Error(`No check for ${id}`);
  return found;
};
/** The check that most rows are tried on. */
export const TRAIL = checkOf("trail-changes");
/** What it says when somebody hears of trails that change. */
export const PASSES = `pass ${ACCOUNT}: An alarm with a confirmed subscriber rings on changes of trails in account ${ACCOUNT}.`;
/** What it says when nobody does, and why. */
export const nobody = (why: string) =>
  `fail ${ACCOUNT}: Nobody is told of changes of trails in account ${ACCOUNT}: ${why}.`;
/** What it says when that does not show, and why. */
export const unclear = (why: string) =>
  `indeterminate ${ACCOUNT}: Whether anybody is told of changes of trails in account ${ACCOUNT} is not clear: ${why}.`;
/** All alarms, that on trails with these changes. */
export const trailAlarm = (changes: Partial<PlantedAlarm> = {}): PlantedAlarm[] =>
  allAlarms({ ...changes, id: "trail-changes" });
/** A pattern of these names. */
export const eventNames = (...names: string[]) =>
  `{ ${names.map((name) => `$.eventName = ${name}`).join(" || ")} }`;
/** Every way to change a trail. */
export const CHANGES = ["StartLogging", "StopLogging", "CreateTrail", "UpdateTrail", "DeleteTrail"];
