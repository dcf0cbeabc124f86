import { describe, expect, it } from "vitest";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { ACCOUNT, deleteDay, manifestOf, snapshotOf } from "../integrity/sample-bundle.ts";
import { at, FIRST, SECOND, THIRD, verify } from "../integrity/verifying.ts";
import {
  AS_OF,
  BUNDLE,
  DAYS,
  GOOD,
  isWitness,
  isWitnessOf,
  LOCAL,
  OTHER_SHA256,
  outcome,
  trail,
  withTrail,
} from "./anchoring.ts";
import { bundleOf, callEvent, type TrailRecord, wholeTrail, witnessEvent } from "./trail.ts";

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

  it.each([
    ["24 hours after the time of its name", "2026-11-21T06:00:00Z", []],
    ["a second later", "2026-11-21T06:00:01Z", [["WITNESS_CONTRADICTS", 1]]],
  ])("bounds a name that is older than the evidence: %s", async (_says, eventTime, faults) => {
    const late = await bundleOf([FIRST], () => ({ completedAt: "2026-11-21T05:59:00Z" }));
    const report = await withTrail(late, [witnessEvent(late, FIRST, { eventTime })]);
    expect(outcome(report).faults.filter(([code]) => code !== "STALE")).toEqual(faults);
  });

  it("is not expected of a replay, whatever it says of a schedule", async () => {
    const replay = await bundleOf([FIRST], () => ({ replayOf: "a sample" }));
    const plain = await verify(replay, undefined, { asOf: `${FIRST}T07:00:00Z` });
    const report = await withTrail(replay, [callEvent(FIRST, "ec2")], { report: plain });
    expect(outcome(report)).toEqual(GOOD);
  });

  it("is compared with nothing that changed since it was verified", async () => {
    const changing = BUNDLE.clone();
    const report = await verify(changing, undefined, { asOf: AS_OF });
    const other = encodeManifest({ ...manifestOf(BUNDLE, SECOND), nonce: "another" });
    changing.objects.set(at(SECOND, "manifest.json"), other);
    const { cloudtrail } = await withTrail(changing, trail({}), { report });
    expect(cloudtrail.anchors.map(({ sequence }) => sequence)).toEqual([1, 3]);
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
