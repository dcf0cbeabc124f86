import { describe, expect, it } from "vitest";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { LockLog } from "../../shared/integrity/lock-state.ts";
import type { VersionLock } from "../../shared/store/store.ts";
import { noted } from "./sample-links.ts";

const AS_OF = "2026-11-22T06:00:00Z";
const DAY = "2026-11-22T06-00-00Z";
const until = (retainUntil: string, mode: VersionLock["mode"] = "governance"): VersionLock => ({
  mode,
  retainUntil,
});
const NONE = { compliance: 0, governance: 0, expired: 0, unlocked: 0, earliestEnd: null };
const [SOON, LATER] = ["2027-01-01T00:00:00Z", "2027-01-01T00:00:00.001Z"];

type Row = readonly [path: string, lock: VersionLock | null | undefined, pinned?: boolean];

function locksOf(rows: readonly Row[]): LockLog {
  const locks = new LockLog(AS_OF);
  for (const row of rows) locks.note(...row);
  return locks;
}

describe("the locks of one snapshot", () => {
  it.each<[string, readonly Row[], object | null, ReturnType<typeof noted>]>([
    ["are none where nothing was noted", [], null, []],
    ["are none where the store has none", [["a", undefined]], null, []],
    [
      "are counted by their mode, and the earliest end is said",
      [
        ["a", until(LATER)],
        ["b", until(SOON, "compliance")],
        ["c", until(LATER, "compliance")],
        ["e", null],
      ],
      { ...NONE, compliance: 2, governance: 1, unlocked: 1, earliestEnd: SOON },
      [["LOCK_WEAKER", "a", undefined]],
    ],
    [
      "have run out at the very moment",
      [
        ["a", until(AS_OF)],
        ["b", until("2026-11-22T06:00:00.001Z")],
      ],
      { ...NONE, governance: 1, expired: 1, earliestEnd: "2026-11-22T06:00:00.001Z" },
      [["LOCK_EXPIRED", "a", undefined]],
    ],
    [
      "may be of both modes in equal parts",
      [
        ["a", until(SOON)],
        ["b", until(SOON, "compliance")],
      ],
      { ...NONE, compliance: 1, governance: 1, earliestEnd: SOON },
      [],
    ],
    [
      "may end a day before the middle one",
      [
        ["a", until("2027-01-01T00:00:00Z")],
        ["b", until("2027-01-02T00:00:00Z")],
        ["c", until("2027-02-01T00:00:00Z")],
      ],
      { ...NONE, governance: 3, earliestEnd: SOON },
      [],
    ],
    [
      "may not end more than a day before the middle one",
      [
        ["b", until("2027-01-02T00:00:00.001Z")],
        ["c", until("2027-02-01T00:00:00Z")],
        ["a", until("2027-01-01T00:00:00Z")],
      ],
      { ...NONE, governance: 3, earliestEnd: SOON },
      [["LOCK_WEAKER", "a", undefined]],
    ],
    [
      "are compared among those of the snapshot's own run",
      [
        ["a", until("2027-01-01T00:00:00Z"), true],
        ["b", until("2027-03-02T00:00:00Z")],
        ["c", until("2027-03-02T00:00:00Z")],
      ],
      { ...NONE, governance: 3, earliestEnd: SOON },
      [],
    ],
  ])("%s", (_what, rows, state, expected) => {
    const log = new FaultLog();
    const locks = locksOf(rows);
    expect(locks.conclude(DAY, log)).toEqual(state);
    expect(noted(log)).toEqual(expected);
    expect(locks.conclude(DAY, log)).toBeNull();
  });

  it("are not compared where they belong to none", () => {
    const log = new FaultLog();
    const rows: Row[] = [
      ["a", until("2027-01-01T00:00:00Z")],
      ["b", until("2027-03-01T00:00:00Z")],
      ["c", until("2026-01-01T00:00:00Z")],
    ];
    locksOf(rows).conclude(null, log);
    expect(noted(log)).toEqual([["LOCK_EXPIRED", "c", undefined]]);
  });
});

describe("the locks of a whole bundle", () => {
  it("are none where the store has none", () => {
    const log = new FaultLog();
    expect(locksOf([]).concludeWhole(log)).toBeNull();
    expect(noted(log)).toEqual([]);
  });

  it.each<[string, readonly Row[], object, ReturnType<typeof noted>]>([
    [
      "add up, what several snapshots pin counted once",
      [
        ["a", until(LATER)],
        ["b", until(SOON, "compliance")],
        ["p", until(LATER), true],
      ],
      { ...NONE, compliance: 2, governance: 3, earliestEnd: SOON },
      [],
    ],
    [
      "are missing, snapshot by snapshot",
      [
        ["a", until(SOON)],
        ["b", null],
        ["c", null],
      ],
      { ...NONE, governance: 2, unlocked: 4, earliestEnd: SOON },
      [
        ["LOCK_MISSING", "b", undefined],
        ["LOCK_MISSING", "b", undefined],
      ],
    ],
    [
      "are missing beside those of compliance alone",
      [
        ["a", until(SOON, "compliance")],
        ["b", null],
      ],
      { ...NONE, compliance: 2, unlocked: 2, earliestEnd: SOON },
      [
        ["LOCK_MISSING", "b", undefined],
        ["LOCK_MISSING", "b", undefined],
      ],
    ],
    [
      "are missing beside as many of either mode",
      [
        ["a", until(SOON, "compliance")],
        ["b", until(SOON)],
        ["c", null],
      ],
      { ...NONE, compliance: 2, governance: 2, unlocked: 2, earliestEnd: SOON },
      [
        ["LOCK_MISSING", "c", undefined],
        ["LOCK_MISSING", "c", undefined],
      ],
    ],
    [
      "are missing beside as many that run as have run out",
      [
        ["a", until(AS_OF)],
        ["b", until(SOON)],
        ["c", null],
      ],
      { ...NONE, governance: 2, expired: 2, unlocked: 2, earliestEnd: SOON },
      [
        ["LOCK_EXPIRED", "a", undefined],
        ["LOCK_WEAKER", "a", undefined],
        ["LOCK_EXPIRED", "a", undefined],
        ["LOCK_WEAKER", "a", undefined],
        ["LOCK_MISSING", "c", undefined],
        ["LOCK_MISSING", "c", undefined],
      ],
    ],
    [
      "have all run out, which is not the same as none being seen",
      [
        ["a", until(AS_OF)],
        ["b", null],
      ],
      { ...NONE, expired: 2, unlocked: 2 },
      [
        ["LOCK_EXPIRED", "a", undefined],
        ["LOCK_EXPIRED", "a", undefined],
        ["LOCK_MISSING", "b", undefined],
        ["LOCK_MISSING", "b", undefined],
      ],
    ],
    [
      "are not seen, which is said once",
      [["a", null]],
      { ...NONE, unlocked: 2 },
      [["LOCK_UNSEEN", null, undefined]],
    ],
  ])("%s", (_what, rows, whole, expected) => {
    const log = new FaultLog();
    const locks = locksOf(rows);
    locks.conclude(DAY, log);
    for (const row of rows) locks.note(...row);
    locks.conclude("2026-11-23T06-00-00Z", log);
    expect(locks.concludeWhole(log)).toEqual(whole);
    expect(noted(log)).toEqual(expected);
  });

  it.each([1, 2, 3])("count once what %i of them pin", (snapshots) => {
    const log = new FaultLog();
    const locks = new LockLog(AS_OF);
    for (let day = 0; day < snapshots; day += 1) {
      locks.note("p", until(LATER), true);
      locks.conclude(DAY, log);
    }
    expect(locks.concludeWhole(log)).toEqual({ ...NONE, governance: 1, earliestEnd: LATER });
  });

  it("have the earliest end of any snapshot, whichever comes first", () => {
    for (const ends of [
      [SOON, LATER],
      [LATER, SOON],
      [SOON, "2027-01-01T00:00:00.000Z"],
    ]) {
      const log = new FaultLog();
      const locks = new LockLog(AS_OF);
      for (const end of ends) {
        locks.note("a", until(end));
        locks.conclude(DAY, log);
      }
      locks.note("b", null);
      locks.conclude(DAY, log);
      expect(locks.concludeWhole(log)?.earliestEnd).toBe(SOON);
    }
  });
});
