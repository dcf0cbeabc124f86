import { describe, expect, it } from "vitest";
import {
  type AnchoredReport,
  type CloudTrailInput,
  type TrailFile,
  verifyCloudTrail,
} from "../../shared/anchors/verify-cloudtrail.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import {
  ACCOUNT,
  deleteDay,
  flipByte,
  manifestOf,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import { at, FIRST, SECOND, THIRD, verify } from "../integrity/verifying.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import {
  bundleOf,
  COLLECTOR,
  callEvent,
  record,
  requestIdOf,
  type TrailRecord,
  trailOf,
  trailText,
  wholeTrail,
  witnessEvent,
} from "./trail.ts";

const DAYS = [FIRST, SECOND, THIRD];
const BUNDLE = await bundleOf(DAYS);
/** A folder on a laptop: no schedule, so no witness. */
const LOCAL = await bundleOf(DAYS, () => ({ nextExpectedBy: null }));
const AS_OF = "2026-11-22T06:30:00Z";
const OTHER_SHA256 = "ab".repeat(32);

async function anchored(
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

const withTrail = (store: MemoryStore, records: readonly TrailRecord[], more = {}) =>
  anchored(store, trailOf({ "log.json": trailText(records) }), more);

/** Exit code, codes of faults with their sequence or path, and of warnings. */
const outcome = ({ exitCode, faults, warnings }: AnchoredReport) => ({
  exitCode,
  faults: faults.map(({ code, sequence, path }) => [code, sequence ?? path]),
  warnings: warnings.map(({ code }) => code),
});
const GOOD = { exitCode: 0, faults: [], warnings: [] };

/** All that CloudTrail has, but for what is left out or put in its place. */
const trail = ({
  store = BUNDLE,
  without = () => false,
  plus = [],
}: {
  store?: MemoryStore;
  without?: (record: TrailRecord) => boolean;
  plus?: readonly TrailRecord[];
}) => [...wholeTrail(store, DAYS).filter((one) => !without(one)), ...plus];

const isWitness = (record: TrailRecord): boolean => record.eventName === "Encrypt";
const isWitnessOf =
  (day: string) =>
  (record: TrailRecord): boolean =>
    isWitness(record) && String(record.eventTime).startsWith(day);

describe("the witness of each manifest", () => {
  it("is good when AWS saw all of them as they are; its times are told", async () => {
    const report = await withTrail(BUNDLE, trail({}));
    expect(outcome(report)).toEqual(GOOD);
    expect(report.cloudtrail).toEqual({
      files: { read: 1, unusable: 0 },
      events: 9,
      span: { from: "2026-11-20T06:00:03Z", to: "2026-11-22T06:01:10Z" },
      regions: ["eu-west-1", "us-east-1"],
      anchors: DAYS.map((day, index) => ({
        sequence: index + 1,
        snapshot: snapshotOf(day),
        seenAt: `${day}T06:01:10Z`,
        eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
        through: null,
      })),
      calls: DAYS.map((day) => ({
        snapshot: snapshotOf(day),
        covered: 2,
        seen: 2,
        services: { ec2: { covered: 1, seen: 1 }, iam: { covered: 1, seen: 1 } },
      })),
    });
  });

  type Row = [says: string, records: readonly TrailRecord[], outcome: object];
  const beside = (fields: TrailRecord, context = {}): readonly TrailRecord[] =>
    trail({ plus: [witnessEvent(BUNDLE, SECOND, fields, context)] });
  const instead = (fields: TrailRecord, context = {}): readonly TrailRecord[] =>
    trail({ without: isWitnessOf(SECOND), plus: [witnessEvent(BUNDLE, SECOND, fields, context)] });
  const one = (code: string, sequence: number | null, exitCode = 1) => ({
    exitCode,
    faults: [[code, sequence]],
    warnings: [],
  });
  const other = { "soc2-evidence:manifest-sha256": OTHER_SHA256 };

  it.each<Row>([
    ["is good when it was seen twice", beside({ eventTime: `${SECOND}T09:00:00Z` }), GOOD],
    ["is good when it was seen again much later", beside({ eventTime: AS_OF }), GOOD],
    ["of another hash is a fault", beside({}, other), one("WITNESS_MISMATCH", 2)],
    [
      "of another hash instead is two",
      instead({}, other),
      {
        exitCode: 1,
        faults: [
          ["WITNESS_MISMATCH", 2],
          ["WITNESS_MISSING", 2],
        ],
        warnings: [],
      },
    ],
    // Evidence complete at 06:00:09.310, five minutes for the clocks.
    [
      "is too early five minutes before the evidence was complete",
      instead({ eventTime: `${SECOND}T05:55:09Z` }),
      one("WITNESS_CONTRADICTS", 2),
    ],
    ["is in time a second later", instead({ eventTime: `${SECOND}T05:55:10Z` }), GOOD],
    ["is in time six hours after", instead({ eventTime: `${SECOND}T12:00:09Z` }), GOOD],
    [
      "is of a backdated snapshot a second later",
      instead({ eventTime: `${SECOND}T12:00:10Z` }),
      one("WITNESS_CONTRADICTS", 2),
    ],
    [
      "beyond the chain's end says that the newest are gone",
      beside({}, { ...other, "soc2-evidence:sequence": "4" }),
      one("WITNESS_BEYOND_HEAD", 4),
    ],
    [
      "beyond the chain's end is none of this copy's after its time",
      beside({ eventTime: "2026-11-22T06:30:01Z" }, { ...other, "soc2-evidence:sequence": "4" }),
      GOOD,
    ],
    ["that failed is none", beside({ errorCode: "AccessDenied" }, other), GOOD],
    ["is an Encrypt, nothing else", beside({ eventName: "Decrypt" }, other), GOOD],
    ["is AWS KMS's", beside({ eventSource: "other.amazonaws.com" }, other), GOOD],
    ["is of this chain", beside({}, { ...other, "soc2-evidence:chain": "ff".repeat(16) }), GOOD],
    [
      "is the account's own",
      beside({ recipientAccountId: "210987654321" }, other),
      { ...GOOD, warnings: ["WITNESS_FOREIGN"] },
    ],
    [
      "is by a caller of the account",
      beside({ userIdentity: { accountId: "210987654321" } }, other),
      { ...GOOD, warnings: ["WITNESS_FOREIGN"] },
    ],
    ["has a number", beside({}, { "soc2-evidence:sequence": "2x" }), one("WITNESS_MISMATCH", null)],
    [
      "has one form of a number",
      beside({}, { "soc2-evidence:sequence": "02" }),
      one("WITNESS_MISMATCH", null),
    ],
    [
      "has a hash",
      beside({}, { "soc2-evidence:manifest-sha256": "AB" }),
      one("WITNESS_MISMATCH", null),
    ],
    ["has nothing but its own members", beside({}, { more: "x" }), one("WITNESS_MISMATCH", null)],
    [
      "has this release's schema",
      beside({}, { "soc2-evidence:schema": "witness/2" }),
      one("WITNESS_MISMATCH", null),
    ],
    [
      "is missed where the files cover its time",
      trail({ without: isWitnessOf(SECOND) }),
      one("WITNESS_MISSING", 2, 2),
    ],
    [
      "is missed where none was seen and a schedule promises one",
      trail({ without: isWitness }),
      {
        exitCode: 2,
        faults: [
          ["WITNESS_MISSING", 3],
          ["WITNESS_MISSING", 2],
          ["WITNESS_MISSING", 1],
        ],
        warnings: [],
      },
    ],
    ["is not missed where the files do not reach", wholeTrail(BUNDLE, [FIRST]), GOOD],
    [
      "is not missed in a region of which there are no files",
      trail({
        without: (event) =>
          isWitnessOf(THIRD)(event) ||
          (event.awsRegion === "eu-west-1" && String(event.eventTime).startsWith(THIRD)),
      }),
      GOOD,
    ],
  ])("%s", async (_says, records, expected) => {
    expect(outcome(await withTrail(BUNDLE, records))).toEqual(expected);
  });

  it("of a later manifest vouches for those before it", async () => {
    const { cloudtrail } = await withTrail(BUNDLE, trail({ without: isWitnessOf(SECOND) }));
    expect(cloudtrail.anchors.map(({ seenAt, through }) => [seenAt, through])).toEqual([
      [`${FIRST}T06:01:10Z`, null],
      [null, { sequence: 3, seenAt: `${THIRD}T06:01:10Z` }],
      [`${THIRD}T06:01:10Z`, null],
    ]);
  });

  it("is not promised on a laptop, and counts there too once there was one", async () => {
    const none = await withTrail(LOCAL, trail({ store: LOCAL, without: isWitness }));
    expect(outcome(none)).toEqual(GOOD);
    const first = await withTrail(
      LOCAL,
      trail({ store: LOCAL, without: (event) => isWitness(event) && !isWitnessOf(FIRST)(event) }),
    );
    expect(outcome(first)).toMatchObject({
      exitCode: 2,
      faults: [
        ["WITNESS_MISSING", 3],
        ["WITNESS_MISSING", 2],
      ],
    });
  });

  it("shows that the newest snapshots were removed, without a known head", async () => {
    const cut = BUNDLE.clone();
    deleteDay(cut, THIRD);
    expect((await verify(cut, undefined, { asOf: "2026-11-21T07:00:00Z" })).exitCode).toBe(0);
    expect(outcome(await withTrail(cut, trail({})))).toMatchObject({
      exitCode: 1,
      faults: [["WITNESS_BEYOND_HEAD", 3]],
    });
  });

  it("shows a chain that was made again by whoever holds the key", async () => {
    const again = await bundleOf(DAYS, () => ({ nonce: "forged" }));
    expect((await verify(again, undefined, { asOf: AS_OF })).exitCode).toBe(0);
    expect(outcome(await withTrail(again, trail({}))).faults).toEqual(
      [3, 2, 1].flatMap((sequence) => [
        ["WITNESS_MISMATCH", sequence],
        ["WITNESS_MISSING", sequence],
      ]),
    );
  });

  it("names no more than a hundred that are beyond the end, and the last", async () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      witnessEvent(BUNDLE, THIRD, {}, { "soc2-evidence:sequence": String(index + 4) }),
    );
    const { faults } = await withTrail(BUNDLE, trail({ plus: many }));
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toMatchObject({ code: "WITNESS_BEYOND_HEAD", sequence: 153 });
  });
});

describe("the calls of the evidence", () => {
  const iam = at(SECOND, "").replace("snapshots/", "CC6.1-access-controls/");
  const path = `${iam}iam.account-summary.json`;
  const contradicted = { exitCode: 1, faults: [["CALL_CONTRADICTED", path]], warnings: [] };
  const swap = (fields: TrailRecord, principal?: string): readonly TrailRecord[] =>
    trail({
      without: (event) => event.requestID === requestIdOf(SECOND, "iam"),
      plus: [callEvent(SECOND, "iam", fields, principal)],
    });

  it.each<[says: string, records: readonly TrailRecord[], outcome: object, seen: number]>([
    ["agree", trail({}), GOOD, 2],
    ["agree up to five minutes after", swap({ eventTime: `${SECOND}T06:05:03Z` }), GOOD, 2],
    [
      "contradict by a time after that",
      swap({ eventTime: `${SECOND}T06:05:04Z` }),
      contradicted,
      1,
    ],
    ["agree up to five minutes before", swap({ eventTime: `${SECOND}T05:55:04Z` }), GOOD, 2],
    [
      "contradict by a time before that",
      swap({ eventTime: `${SECOND}T05:55:03Z` }),
      contradicted,
      1,
    ],
    ["contradict by another operation", swap({ eventName: "ListUsers" }), contradicted, 1],
    ["contradict by another service", swap({ eventSource: "sts.amazonaws.com" }), contradicted, 1],
    ["contradict by another caller", swap({}, COLLECTOR.replace("/run", "/x")), contradicted, 1],
    [
      "pass over another account's event",
      trail({
        plus: [
          callEvent(SECOND, "iam", { eventName: "ListUsers", recipientAccountId: "210987654321" }),
        ],
      }),
      GOOD,
      2,
    ],
    [
      "pass over a data event",
      trail({
        plus: [callEvent(SECOND, "iam", { eventName: "GetObject", managementEvent: false })],
      }),
      GOOD,
      2,
    ],
    [
      "are counted as unseen where the files cover them",
      trail({
        without: (event) => event.requestID === requestIdOf(SECOND, "iam"),
        plus: [callEvent(SECOND, "iam", { requestID: "another" })],
      }),
      GOOD,
      1,
    ],
  ])("%s", async (_says, records, expected, seen) => {
    const report = await withTrail(BUNDLE, records);
    expect(outcome(report)).toEqual(expected);
    expect(report.cloudtrail.calls[1]).toMatchObject({ seen });
  });

  it("that all are unseen in a time that the files cover say that AWS was not asked", async () => {
    const records = trail({
      without: (event) => !isWitness(event) && String(event.eventTime).startsWith(SECOND),
    });
    const report = await withTrail(BUNDLE, records);
    expect(outcome(report)).toEqual({
      exitCode: 2,
      faults: [["CALLS_UNSEEN", at(SECOND, "manifest.json")]],
      warnings: [],
    });
    // The witness alone shows that the files speak of that hour in that region.
    expect(report.cloudtrail.calls[1]).toMatchObject({
      covered: 1,
      seen: 0,
      services: { ec2: { covered: 1, seen: 0 } },
    });
  });

  it("are not expected where the files do not reach", async () => {
    const { cloudtrail } = await withTrail(BUNDLE, wholeTrail(BUNDLE, [FIRST]));
    expect(cloudtrail.calls.map(({ covered, seen }) => [covered, seen])).toEqual([
      [2, 2],
      [0, 0],
      [0, 0],
    ]);
  });

  it("of a replay are those of another day and are not looked for", async () => {
    const replay = await bundleOf([FIRST], () => ({ replayOf: "a sample", nextExpectedBy: null }));
    const report = await withTrail(replay, [
      record({
        eventTime: `${FIRST}T06:00:03Z`,
        eventSource: "iam.amazonaws.com",
        eventName: "ListUsers",
        requestID: requestIdOf(FIRST, "iam"),
      }),
    ]);
    expect(outcome(report)).toEqual(GOOD);
    expect(report.cloudtrail.calls).toEqual([]);
  });

  it("are read only from what is as it was sealed", async () => {
    const changed = BUNDLE.clone();
    flipByte(changed, path, -3);
    const { exitCode, cloudtrail } = await withTrail(changed, trail({}));
    expect([exitCode, cloudtrail.calls[1]]).toEqual([
      1,
      {
        snapshot: snapshotOf(SECOND),
        covered: 1,
        seen: 1,
        services: { ec2: { covered: 1, seen: 1 } },
      },
    ]);
  });

  it("name no more than a hundred that contradict", async () => {
    const events = Array.from({ length: 150 }, () =>
      callEvent(SECOND, "iam", { eventName: "ListUsers" }),
    );
    expect((await withTrail(BUNDLE, trail({ plus: events }))).faults).toHaveLength(100);
  });
});

describe("the files", () => {
  const good = trailText(trail({}));

  it.each<[string, string]>([
    ["cut short", good.slice(0, -1)],
    ["of another kind", '{"hello":"world"}'],
    ["with a record that is no event", '{"Records":[{"hello":"world"}]}'],
  ])("%s are named and count for nothing", async (_says, broken) => {
    const report = await anchored(BUNDLE, trailOf({ "a.json": good, "b.json": broken }));
    expect(outcome(report)).toEqual({
      exitCode: 3,
      faults: [["CLOUDTRAIL_UNREADABLE", "b.json"]],
      warnings: [],
    });
    expect(report.cloudtrail.files).toEqual({ read: 1, unusable: 1 });
  });

  it("cut short after what would be a fault are not half believed", async () => {
    const other = { "soc2-evidence:manifest-sha256": OTHER_SHA256 };
    const bad = trailText([witnessEvent(BUNDLE, SECOND, {}, other)]).slice(0, -2);
    const report = await anchored(BUNDLE, trailOf({ "a.json": bad }));
    expect(outcome(report).faults).toEqual([["CLOUDTRAIL_UNREADABLE", "a.json"]]);
    expect(report.cloudtrail).toMatchObject({ events: 0, span: null, regions: [] });
  });

  it("are joined whatever their order, one event of a chain in each", async () => {
    const texts = trail({}).map((one, index): [string, string] => [
      `${index}.json`,
      trailText([one]),
    ]);
    const forwards = await anchored(BUNDLE, trailOf(Object.fromEntries(texts)));
    const backwards = await anchored(BUNDLE, trailOf(Object.fromEntries(texts.toReversed())));
    expect(backwards).toEqual(forwards);
    expect(outcome(forwards)).toEqual(GOOD);
    expect(forwards.cloudtrail.files.read).toBe(9);
  });

  it("have to be there", async () => {
    await expect(anchored(BUNDLE, trailOf({}))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("add to what the bundle's own faults are, and 1 beats them", async () => {
    const cut = BUNDLE.clone();
    cut.objects.delete(at(SECOND, "manifest.dsse.json"));
    const plain = await verify(cut, undefined, { asOf: AS_OF });
    expect(plain.exitCode).toBe(3);
    const other = witnessEvent(
      BUNDLE,
      SECOND,
      {},
      { "soc2-evidence:manifest-sha256": OTHER_SHA256 },
    );
    const report = await withTrail(cut, trail({ plus: [other] }));
    expect(report).toMatchObject({ exitCode: 1, consistent: false });
    expect(report.faults.slice(0, plain.faults.length)).toEqual(plain.faults);
  });
});

it("the account and the hash in the tests are the bundle's own", () => {
  const manifest = manifestOf(BUNDLE, FIRST);
  expect(manifest.account).toBe(ACCOUNT);
  expect(witnessEvent(BUNDLE, FIRST)).toMatchObject({
    requestParameters: {
      encryptionContext: {
        "soc2-evidence:schema": "witness/1",
        "soc2-evidence:chain": manifest.chain,
        "soc2-evidence:sequence": "1",
        "soc2-evidence:manifest-sha256": sha256Hex(encodeManifest(manifest)),
      },
    },
  });
});
