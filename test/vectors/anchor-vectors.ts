import {
  bundleOf,
  callEvent,
  type TrailRecord,
  trailText,
  wholeTrail,
  witnessEvent,
} from "../anchors/trail.ts";
import { deleteDay } from "../integrity/sample-bundle.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { FIRST, SECOND, THIRD } from "./bundle-changes.ts";
import type { Expected } from "./vector.ts";

/** What a case's `expected.json` says: which bundle to verify beside its CloudTrail files. */
export interface ExpectedAnchor extends Omit<Expected, "knownHead"> {
  /** A folder in `anchors/bundles/`. */
  readonly bundle: string;
}

/** One case: log files of CloudTrail, and what they come to for a bundle. */
export interface AnchorVector extends Partial<Omit<ExpectedAnchor, "exitCode" | "bundle">> {
  readonly name: string;
  readonly about: string;
  readonly exitCode: Expected["exitCode"];
  readonly bundle: keyof typeof ANCHOR_BUNDLES;
  /** Their texts by name; `.json`, so that they are the same to the byte on every machine. */
  files(): Promise<Readonly<Record<string, string>>>;
}

const DAYS = [FIRST, SECOND, THIRD];
const whole = () => bundleOf(DAYS);

/** The bundles of all cases. */
export const ANCHOR_BUNDLES = {
  scheduled: whole,
  "newest-deleted": async (): Promise<MemoryStore> => {
    const store = await whole();
    deleteDay(store, THIRD);
    return store;
  },
  "from-a-laptop": () => bundleOf(DAYS, () => ({ nextExpectedBy: null })),
} as const;

const isWitness = (record: TrailRecord): boolean => record.eventName === "Encrypt";
const isOf =
  (day: string) =>
  (record: TrailRecord): boolean =>
    String(record.eventTime).startsWith(day);

/** CloudTrail's whole story of the scheduled chain, changed. */
const story =
  (
    change: (records: TrailRecord[], store: MemoryStore) => TrailRecord[] = (records) => records,
    make: () => Promise<MemoryStore> = whole,
  ) =>
  async () => {
    const store = await make();
    return { "log.json": trailText(change(wholeTrail(store, DAYS), store)) };
  };
const OTHER_HASH = { "soc2-evidence:manifest-sha256": "ab".repeat(32) };
const manifest = (day: string): string => `snapshots/${day}T06-00-00Z/manifest.json`;

export const ANCHOR_VECTORS: readonly AnchorVector[] = [
  {
    name: "witnessed",
    about: "AWS saw every manifest and every call at its time.",
    bundle: "scheduled",
    exitCode: 0,
    files: story(),
  },
  {
    name: "witnessed-in-many-files",
    about: "The same, each event in a file of its own.",
    bundle: "scheduled",
    exitCode: 0,
    files: async () =>
      Object.fromEntries(
        wholeTrail(await whole(), DAYS).map((one, index) => [`${index}.json`, trailText([one])]),
      ),
  },
  {
    name: "witness-of-another-manifest",
    about: "AWS saw another manifest in the place of the second.",
    cases: [11],
    bundle: "scheduled",
    exitCode: 1,
    faults: [{ code: "WITNESS_MISMATCH", path: manifest(SECOND) }],
    files: story((records, store) => [...records, witnessEvent(store, SECOND, {}, OTHER_HASH)]),
  },
  {
    name: "backdated",
    about: "AWS saw the newest manifest a day after the time that it states.",
    cases: [12],
    bundle: "scheduled",
    exitCode: 1,
    faults: [{ code: "WITNESS_CONTRADICTS", path: manifest(THIRD) }],
    files: story((records, store) => [
      ...records.filter((one) => !(isWitness(one) && isOf(THIRD)(one))),
      witnessEvent(store, THIRD, { eventTime: "2026-11-23T06:01:10Z" }),
    ]),
  },
  {
    name: "newest-deleted",
    about: "AWS saw one manifest more than the bundle holds.",
    cases: [6],
    bundle: "newest-deleted",
    asOf: "2026-11-22T06:30:00Z",
    exitCode: 1,
    faults: [{ code: "WITNESS_BEYOND_HEAD", path: null }],
    files: story(),
  },
  {
    name: "copy-of-the-day-before",
    about: "The same files, and a copy that says of when it is.",
    bundle: "newest-deleted",
    asOf: "2026-11-21T07:00:00Z",
    exitCode: 0,
    files: story(),
  },
  {
    name: "witness-missing",
    about: "The files cover the second day and do not show its manifest.",
    bundle: "scheduled",
    exitCode: 2,
    faults: [{ code: "WITNESS_MISSING", path: manifest(SECOND) }],
    files: story((records) => records.filter((one) => !(isWitness(one) && isOf(SECOND)(one)))),
  },
  {
    name: "no-witness-on-a-laptop",
    about: "A folder without a schedule has no witness, and none is missed.",
    bundle: "from-a-laptop",
    exitCode: 0,
    files: story(
      (records) => records.filter((one) => !isWitness(one)),
      ANCHOR_BUNDLES["from-a-laptop"],
    ),
  },
  {
    name: "witness-of-another-account",
    about: "Another account used the chain's name: that is nobody's witness.",
    bundle: "scheduled",
    exitCode: 0,
    warnings: ["WITNESS_FOREIGN"],
    files: story((records, store) => [
      ...records,
      witnessEvent(store, SECOND, { recipientAccountId: "210987654321" }, OTHER_HASH),
    ]),
  },
  {
    name: "call-of-another-operation",
    about: "CloudTrail has another operation for a request id of the evidence.",
    bundle: "scheduled",
    exitCode: 1,
    faults: [
      {
        code: "CALL_CONTRADICTED",
        path: `CC6.1-access-controls/${SECOND}T06-00-00Z/iam.account-summary.json`,
      },
    ],
    files: story((records) => [...records, callEvent(SECOND, "iam", { eventName: "ListUsers" })]),
  },
  {
    name: "calls-unseen",
    about: "The files cover the second day and show none of its calls.",
    bundle: "scheduled",
    exitCode: 2,
    faults: [{ code: "CALLS_UNSEEN", path: manifest(SECOND) }],
    files: story((records) => records.filter((one) => isWitness(one) || !isOf(SECOND)(one))),
  },
  {
    name: "log-file-cut-short",
    about: "A second file ends in the middle; what it would say counts for nothing.",
    bundle: "scheduled",
    exitCode: 3,
    faults: [{ code: "CLOUDTRAIL_UNREADABLE", path: "more.json" }],
    files: async () => ({
      ...(await story()()),
      "more.json": trailText([witnessEvent(await whole(), SECOND, {}, OTHER_HASH)]).slice(0, -2),
    }),
  },
  {
    name: "no-log-file",
    about: "A file that is JSON and none of CloudTrail's.",
    bundle: "scheduled",
    exitCode: 3,
    faults: [{ code: "CLOUDTRAIL_UNREADABLE", path: "log.json" }],
    files: async () => ({ "log.json": '{"events":[]}' }),
  },
];

/** `expected.json` of a case, complete. */
export function expectedOfAnchor(vector: AnchorVector): ExpectedAnchor & { about: string } {
  const { about, bundle, cases = [], asOf = "2026-11-22T07:00:00Z", exitCode } = vector;
  const { trustedKeys = ["company.pem"], faults = [], warnings = [] } = vector;
  return { about, cases, bundle, asOf, trustedKeys, exitCode, faults, warnings };
}
