import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { snapshotOf } from "../integrity/sample-bundle.ts";
import { at, FIRST, SECOND, verify } from "../integrity/verifying.ts";
import {
  AS_OF,
  anchored,
  BUNDLE,
  GOOD,
  isWitness,
  OTHER_SHA256,
  outcome,
  trail,
  withTrail,
} from "./anchoring.ts";
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
    // Whoever changes a caller in the evidence contradicts the seal, not CloudTrail.
    const changed = BUNDLE.clone();
    const text = new TextDecoder().decode(changed.objects.get(path));
    changed.objects.set(path, utf8(text.replace(COLLECTOR, COLLECTOR.replace("/run", "/other"))));
    const report = await withTrail(changed, trail({}));
    expect([outcome(report).faults, report.cloudtrail.calls[1]]).toEqual([
      [["FILE_CHANGED", 2]],
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
