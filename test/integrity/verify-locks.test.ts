import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import type { VersionLock } from "../../shared/store/store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { sealDay, snapshotOf } from "./sample-bundle.ts";
import { at, FIRST, RICH, SECOND, verify } from "./verifying.ts";

const EVIDENCE = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;
const POLICY = "CC6.1-access-controls/manual/policy.pdf";
/** In a bucket with a retention of 400 days. */
const END = "2027-12-26T06:00:05.000Z";
const GOVERNANCE: VersionLock = { mode: "governance", retainUntil: END };
const COMPLIANCE: VersionLock = { mode: "compliance", retainUntil: END };
/** Six files of evidence, manifest, envelope and key of each day. */
const VERSIONS_OF_A_DAY = 9;

let bucket: VersionedStore;

beforeEach(async () => {
  bucket = new VersionedStore();
  for (const day of [FIRST, SECOND]) await sealDay(bucket, day);
});

/** Everything held like this, but for one path. */
function lockAll(lock: VersionLock | null, path?: string, other: VersionLock | null = null): void {
  bucket.lockOf = (asked) => (asked === path ? other : lock);
}

describe("the locks of a bucket", () => {
  it.each<[string, VersionLock, "governance" | "compliance"]>([
    ["governance", GOVERNANCE, "governance"],
    ["compliance", COMPLIANCE, "compliance"],
  ])("are reported version by version: %s", async (_mode, lock, mode) => {
    lockAll(lock);
    const report = await verify(bucket);
    const none = { compliance: 0, governance: 0, expired: 0, unlocked: 0, earliestEnd: END };
    const each = { ...none, [mode]: VERSIONS_OF_A_DAY };
    expect(report).toMatchObject({ exitCode: 0, warnings: [] });
    expect(report.snapshots.map(({ lock: state }) => state)).toEqual([each, each]);
    // And the two claims, which belong to no snapshot.
    expect(report.lock).toEqual({ ...none, [mode]: 2 * VERSIONS_OF_A_DAY + 2 });
  });

  it.each<[string, string, VersionLock | null, string, string, Partial<VersionLock>?]>([
    ["evidence is not locked", EVIDENCE, null, "LOCK_MISSING", "is not locked"],
    ["a manifest is not locked", at(FIRST, "manifest.json"), null, "LOCK_MISSING", "is not locked"],
    ["a claim is not locked", "chain/1.json", null, "LOCK_MISSING", "is not locked"],
    [
      "evidence was locked until a moment ago",
      EVIDENCE,
      { ...GOVERNANCE, retainUntil: "2026-11-21T06:30:00.000Z" },
      "LOCK_EXPIRED",
      "its retention has ended",
    ],
    [
      "an envelope is held for more than a day less than the rest",
      at(SECOND, "manifest.dsse.json"),
      { ...GOVERNANCE, retainUntil: "2027-12-25T06:00:04.999Z" },
      "LOCK_WEAKER",
      "held more weakly",
    ],
    [
      "evidence is held by governance among compliance",
      EVIDENCE,
      GOVERNANCE,
      "LOCK_WEAKER",
      "held more weakly",
      { mode: "compliance" },
    ],
  ])("are warned of where %s", async (_what, path, lock, code, words, rest = {}) => {
    lockAll({ ...GOVERNANCE, ...rest }, path, lock);
    const { exitCode, faults, warnings } = await verify(bucket);
    expect(warnings.filter((warning) => warning.path === path && warning.code === code)).toEqual([
      { code, path, message: expect.stringContaining(words) },
    ]);
    expect({ exitCode, faults }).toEqual({ exitCode: 0, faults: [] });
  });

  it.each<[string, string, VersionLock]>([
    [
      "a retention runs for a moment still",
      "2026-11-21T06:29:59.999Z",
      { ...GOVERNANCE, retainUntil: "2026-11-21T06:30:00.000Z" },
    ],
    [
      "one is held a day less, as a long run would have it",
      "2026-11-21T06:30:00Z",
      { ...GOVERNANCE, retainUntil: "2027-12-25T06:00:05.000Z" },
    ],
    ["one is held by compliance among governance", "2026-11-21T06:30:00Z", COMPLIANCE],
    [
      "one is held longer than the rest",
      "2026-11-21T06:30:00Z",
      { ...GOVERNANCE, retainUntil: "2037-01-01T00:00:00.000Z" },
    ],
  ])("are in order where %s", async (_what, asOf, lock) => {
    lockAll(lock.retainUntil < "2027" ? lock : GOVERNANCE, EVIDENCE, lock);
    expect(await verify(bucket, undefined, { asOf })).toMatchObject({ exitCode: 0, warnings: [] });
  });

  it("that nobody sees are said once, not of every version", async () => {
    lockAll(null);
    const { exitCode, warnings, lock } = await verify(bucket);
    expect(warnings.map(({ code, path }) => ({ code, path }))).toEqual([
      { code: "LOCK_UNSEEN", path: null },
    ]);
    expect(lock).toMatchObject({ unlocked: 2 * VERSIONS_OF_A_DAY + 2, earliestEnd: null });
    expect(exitCode).toBe(0);
  });

  it("count a document that several snapshots pin once, and each of these names it", async () => {
    bucket = new VersionedStore();
    await bucket.put(POLICY, utf8("%PDF-1.7\n"));
    for (const day of [FIRST, SECOND]) await sealDay(bucket, day);
    lockAll(GOVERNANCE, POLICY, { ...GOVERNANCE, retainUntil: "2026-12-01T00:00:00.000Z" });
    const { lock, snapshots, warnings } = await verify(bucket);
    expect(lock).toMatchObject({ governance: 2 * VERSIONS_OF_A_DAY + 3 });
    expect(snapshots.map(({ lock: state }) => state?.earliestEnd)).toEqual([
      "2026-12-01T00:00:00.000Z",
      "2026-12-01T00:00:00.000Z",
    ]);
    expect(warnings).toEqual([]);
  });

  it("are none of a folder's", async () => {
    const { lock, snapshots, warnings } = await verify(RICH.clone());
    expect(lock).toBeNull();
    expect(snapshots.map(({ lock: state }) => state)).toEqual([null, null]);
    expect(warnings).toEqual([]);
  });
});
