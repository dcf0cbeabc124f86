import {
  type AnchoredReport,
  type CloudTrailInput,
  type TrailFile,
  verifyCloudTrail,
} from "../../shared/anchors/verify-cloudtrail.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { FIRST, SECOND, THIRD, verify } from "../integrity/verifying.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { bundleOf, type TrailRecord, trailOf, trailText, wholeTrail } from "./trail.ts";

/** The days of the bundles. */
export const DAYS = [FIRST, SECOND, THIRD];
/** A deployed chain of three days. */
export const BUNDLE = await bundleOf(DAYS);
/** A folder on a laptop: no schedule, so no witness. */
export const LOCAL = await bundleOf(DAYS, () => ({ nextExpectedBy: null }));
/** When all of them are verified. */
export const AS_OF = "2026-11-22T06:30:00Z";
/** Of no manifest. */
export const OTHER_SHA256 = "ab".repeat(32);

/** Verifies a bundle and compares it with log files. */
export async function anchored(
  store: MemoryStore,
  files: AsyncIterable<TrailFile>,
  more: Partial<CloudTrailInput> = {},
): Promise<AnchoredReport> {
  const report = await verify(store, undefined, { asOf: AS_OF });
  return verifyCloudTrail({
    reader: store,
    crypto: nodeCrypto,
    report,
    files,
    asOf: AS_OF,
    ...more,
  });
}

/** Compares with one log file of these records. */
export const withTrail = (store: MemoryStore, records: readonly TrailRecord[], more = {}) =>
  anchored(store, trailOf({ "log.json": trailText(records) }), more);

/** Exit code, codes of faults with their sequence or path, and of warnings. */
export const outcome = ({ exitCode, faults, warnings }: AnchoredReport) => ({
  exitCode,
  faults: faults.map(({ code, sequence, path }) => [code, sequence ?? path]),
  warnings: warnings.map(({ code }) => code),
});
/** Nothing is wrong. */
export const GOOD = { exitCode: 0, faults: [], warnings: [] };

/** All that CloudTrail has, but for what is left out or put in its place. */
export const trail = ({
  store = BUNDLE,
  without = () => false,
  plus = [],
}: {
  store?: MemoryStore;
  without?: (record: TrailRecord) => boolean;
  plus?: readonly TrailRecord[];
}) => [...wholeTrail(store, DAYS).filter((one) => !without(one)), ...plus];

/** Whether a record is a witness. */
export const isWitness = (record: TrailRecord): boolean => record.eventName === "Encrypt";
/** Whether it is that of a day. */
export const isWitnessOf =
  (day: string) =>
  (record: TrailRecord): boolean =>
    isWitness(record) && String(record.eventTime).startsWith(day);
