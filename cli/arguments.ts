import { InvalidArgumentError } from "commander";
import { SEVERITIES, type Severity } from "../shared/checks/check.ts";
import { isCriterionId } from "../shared/criteria/criteria.ts";
import { parseInstant, snapshotOfInstant } from "../shared/evidence/instant.ts";

/** A comma-separated list. */
export function listArgument(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Criteria of the catalogue, comma-separated. */
export function criteriaArgument(value: string): string[] {
  const ids = listArgument(value);
  const unknown = ids.filter((id) => !isCriterionId(id));
  if (unknown.length > 0 || ids.length === 0) {
    throw new InvalidArgumentError(`Not a criterion: ${unknown.join(", ")}. They look like CC6.1.`);
  }
  return ids;
}

/** Names of regions, comma-separated. */
export function regionsArgument(value: string): string[] {
  const names = listArgument(value);
  const strange = names.filter((name) => !/^[a-z]{2,}(-[a-z]+)+-\d$/.test(name));
  if (strange.length > 0 || names.length === 0) {
    throw new InvalidArgumentError(
      `Not a region: ${strange.join(", ")}. They look like eu-west-1.`,
    );
  }
  return names;
}

/** An instant in ISO 8601, or a snapshot's name; gives ISO 8601 UTC to the second. */
export function instantArgument(value: string): string {
  const instant = parseInstant(value);
  if (instant !== undefined) return instant;
  throw new InvalidArgumentError("Give a time with its zone, such as 2026-11-22T06:00:00Z.");
}

/** A severity's name. */
export function severityArgument(value: string): Severity {
  const severity = SEVERITIES.find((name) => name === value);
  if (severity === undefined) {
    throw new InvalidArgumentError(`It must be one of ${SEVERITIES.join(", ")}.`);
  }
  return severity;
}

/** The name of the snapshot of an instant. */
export function snapshotName(instant: string): string {
  return snapshotOfInstant(instant);
}

/** An AWS account's id. */
export function accountArgument(value: string): string {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError("An account has 12 digits.");
  return value;
}
