import { DETECTIONS } from "./detections.ts";
import type { MappedRule } from "./rule.ts";

/** Tools that report what happened or what they found, by type, and have no catalogue of rules. */
export const DETECTORS = ["guardduty", "inspector", "macie", "access-analyzer"] as const;
export type Detector = (typeof DETECTORS)[number];

/** Finding types of one detector that mean the same for SOC 2. */
export interface DetectionRow
  extends Pick<MappedRule, "rule" | "title" | "criteria" | "harm" | "downtime"> {
  readonly detector: Detector;
  /** Beginnings of finding types, as the detector itself spells them. The longest one wins. */
  readonly prefixes: readonly string[];
  /** Ids of our own checks that see the same fault in the same resource. */
  readonly checks?: readonly string[];
}

/** What the types that begin so come to. */
export interface Detection {
  readonly detector: Detector;
  readonly prefixes: readonly string[];
  readonly rule: MappedRule;
}

/** All finding types that are known, in the order of the tables. */
export const MAPPED_DETECTIONS: readonly Detection[] = DETECTIONS.map(
  ({ detector, prefixes, checks = [], ...of }) => ({
    detector,
    prefixes,
    rule: { ...of, service: detector, checks, ids: {}, declined: null, severity: null },
  }),
);

const byPrefix = MAPPED_DETECTIONS.flatMap(({ detector, prefixes, rule }) =>
  prefixes.map((prefix) => ({ detector, key: keyOfType(prefix), rule })),
).sort((a, b) => b.key.length - a.key.length);

/**
 * What a finding of `detector` means, by its type: as the detector's own API spells it
 * (`UnauthorizedAccess:EC2/SSHBruteForce`, `PACKAGE_VULNERABILITY`, `UnusedIAMRole`) or as Security
 * Hub writes it under `Types` (`TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce`). Undefined
 * for a type that the table does not know; show it as unmapped, never drop it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
 * @see https://docs.aws.amazon.com/macie/latest/user/findings-types.html
 */
export function mappingOfType({
  detector,
  type,
}: {
  readonly detector: Detector;
  readonly type: string;
}): MappedRule | undefined {
  const key = keyOfType(type);
  return byPrefix.find((row) => row.detector === detector && key.startsWith(row.key))?.rule;
}

/** The type without Security Hub's path before it, and without the signs that the two spell apart. */
function keyOfType(type: string): string {
  const own = /^[A-Za-z0-9]+:/.test(type) ? type : (type.split("/").at(-1) ?? type);
  return own.toLowerCase().replaceAll(/[^a-z0-9:]/g, "");
}
