import { describe, expect, test } from "vitest";
import { claimPath, manifestPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import type { Claim } from "../../shared/integrity/chain.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import type { SnapshotInventory } from "../../shared/integrity/inventory.ts";
import type { Link } from "../../shared/integrity/verify-chain.ts";
import {
  verifyPinned,
  verifySchedule,
  verifyUnsealed,
} from "../../shared/integrity/verify-schedule.ts";
import type { StoredObject } from "../../shared/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { claimAt, contextOf, linkAt, noted, snapshotAt } from "./sample-links.ts";

const pathAt = (sequence: number): string => manifestPath(snapshotAt(sequence));

/** A place where sizes may not be asked for: nothing here looks at them. */
class NamesStore extends MemoryStore {
  override list(prefix: string, need?: "names"): AsyncGenerator<StoredObject> {
    expect(need).toBe("names");
    return super.list(prefix);
  }
}

describe("a schedule", () => {
  const due = (sequence: number, nextExpectedBy: string | null): Link =>
    linkAt(sequence, { facts: { nextExpectedBy } });
  const LATE = "2026-12-31T00:00:00Z";

  test.each<[string, readonly Link[], string, ReturnType<typeof noted>]>([
    ["is kept until the moment", [due(1, "2026-11-02T07:00:00Z")], "2026-11-02T07:00:00Z", []],
    [
      "is not kept a millisecond later",
      [due(1, "2026-11-02T07:00:00Z")],
      "2026-11-02T07:00:00.001Z",
      [["STALE", pathAt(1), 1]],
    ],
    ["is none where none is stated", [due(1, null), due(3, null)], LATE, []],
    ["is unknown of what cannot be read", [linkAt(1, { facts: null })], LATE, []],
    [
      "is kept by a snapshot at the moment",
      [due(1, "2026-11-02T06:00:00Z"), due(2, null)],
      LATE,
      [],
    ],
    [
      "is not kept by one after it",
      [due(1, "2026-11-02T05:59:59Z"), due(2, null)],
      LATE,
      [["DAY_MISSED", pathAt(2), 2]],
    ],
    [
      "is not judged where a link is gone",
      [due(1, "2026-11-02T07:00:00Z"), due(3, null)],
      LATE,
      [],
    ],
    [
      "is not judged by a name that states no time",
      [due(1, "2026-11-02T07:00:00Z"), linkAt(2, { place: { snapshot: "never" } })],
      LATE,
      [],
    ],
    ["is none of nothing", [], LATE, []],
  ])("%s", (_what, links, asOf, expected) => {
    const log = new FaultLog();
    verifySchedule(links, asOf, log);
    expect(noted(log)).toEqual(expected);
  });
});

describe("a snapshot without a manifest", () => {
  const bare = (sequence: number, more: Partial<SnapshotInventory> = {}): SnapshotInventory => ({
    snapshot: snapshotAt(sequence),
    folders: new Set([`CC6.1-x/${snapshotAt(sequence)}/`]),
    hasManifest: false,
    hasTraceOfManifest: false,
    ...more,
  });
  const fileAt = (sequence: number): string => `CC6.1-x/${snapshotAt(sequence)}/a.json`;

  interface Case {
    readonly snapshots: readonly SnapshotInventory[];
    readonly links?: readonly Link[];
    readonly claims?: readonly Claim[];
    readonly unplaced?: readonly number[];
    readonly expected: ReturnType<typeof noted>;
    readonly unsealed: boolean;
  }

  test.each<[string, Case]>([
    [
      "is passed over where it has one",
      { snapshots: [bare(1, { hasManifest: true })], expected: [], unsealed: false },
    ],
    [
      "is being taken where nothing is sealed yet",
      { snapshots: [bare(1)], expected: [["NOT_SEALED", pathAt(1), undefined]], unsealed: true },
    ],
    [
      "is being taken after the newest link",
      {
        snapshots: [bare(2)],
        links: [linkAt(1)],
        expected: [["NOT_SEALED", pathAt(2), undefined]],
        unsealed: true,
      },
    ],
    [
      "before the newest link belongs to nothing, file by file",
      {
        snapshots: [bare(1)],
        links: [linkAt(2)],
        expected: [["UNLISTED_FILE", fileAt(1), undefined]],
        unsealed: false,
      },
    ],
    [
      "of the newest link's own name belongs to nothing",
      {
        snapshots: [bare(2)],
        links: [linkAt(2)],
        expected: [["UNLISTED_FILE", fileAt(2), undefined]],
        unsealed: false,
      },
    ],
    [
      "has lost it where an envelope stands",
      {
        snapshots: [bare(2, { hasTraceOfManifest: true })],
        links: [linkAt(1)],
        expected: [["MANIFEST_MISSING", pathAt(2), undefined]],
        unsealed: false,
      },
    ],
    [
      "has lost it where its claim is no later than the newest link",
      {
        snapshots: [bare(2)],
        links: [linkAt(2, { place: { snapshot: snapshotAt(9) } })],
        claims: [claimAt(2)],
        expected: [["MANIFEST_MISSING", pathAt(2), 2]],
        unsealed: false,
      },
    ],
    [
      "is unfinished where its claim is the newest",
      {
        snapshots: [bare(2)],
        links: [linkAt(1)],
        claims: [claimAt(1), claimAt(2)],
        expected: [["CLAIM_UNFINISHED", claimPath(2), 2]],
        unsealed: true,
      },
    ],
    [
      "is unfinished where nothing is sealed and its claim is the first",
      {
        snapshots: [bare(1)],
        claims: [claimAt(1)],
        expected: [["CLAIM_UNFINISHED", claimPath(1), 1]],
        unsealed: true,
      },
    ],
    [
      "of an older day is unfinished too where its claim is the newest",
      {
        snapshots: [bare(1)],
        links: [linkAt(2)],
        claims: [claimAt(3, { snapshot: snapshotAt(1) })],
        expected: [["CLAIM_UNFINISHED", claimPath(3), 3]],
        unsealed: true,
      },
    ],
    [
      "that only claimed its place is unfinished",
      {
        snapshots: [],
        links: [linkAt(1)],
        claims: [claimAt(2)],
        expected: [["CLAIM_UNFINISHED", claimPath(2), 2]],
        unsealed: true,
      },
    ],
    [
      "that only claimed its place is unfinished beside those that have one",
      {
        snapshots: [bare(1, { hasManifest: true })],
        links: [linkAt(1)],
        claims: [claimAt(1), claimAt(2)],
        expected: [["CLAIM_UNFINISHED", claimPath(2), 2]],
        unsealed: true,
      },
    ],
    [
      "that claimed its place and lost its manifest is said once",
      {
        snapshots: [bare(2, { hasTraceOfManifest: true })],
        links: [linkAt(1)],
        claims: [claimAt(2)],
        expected: [["MANIFEST_MISSING", pathAt(2), 2]],
        unsealed: false,
      },
    ],
    [
      "is gone where another manifest stands in the place that it claimed",
      {
        snapshots: [bare(2, { hasManifest: true })],
        links: [linkAt(1)],
        claims: [claimAt(2)],
        expected: [["SEQUENCE_MISSING", pathAt(2), 2]],
        unsealed: false,
      },
    ],
    [
      "is not judged where the manifest there has no place",
      {
        snapshots: [bare(2, { hasManifest: true })],
        links: [linkAt(1)],
        claims: [claimAt(2)],
        unplaced: [2],
        expected: [],
        unsealed: false,
      },
    ],
    [
      "is being taken beside another whose claim has no manifest of its own",
      {
        snapshots: [bare(2, { hasManifest: true }), bare(3)],
        links: [linkAt(1)],
        claims: [claimAt(2)],
        expected: [
          ["NOT_SEALED", pathAt(3), undefined],
          ["SEQUENCE_MISSING", pathAt(2), 2],
        ],
        unsealed: true,
      },
    ],
    [
      "is none where every claim has its link",
      { snapshots: [], links: [linkAt(1)], claims: [claimAt(1)], expected: [], unsealed: false },
    ],
  ])("%s", async (_what, { snapshots, links = [], claims = [], unplaced = [], ...outcome }) => {
    const store = new NamesStore();
    for (const { snapshot } of snapshots) {
      await store.put(`CC6.1-x/${snapshot}/a.json`, utf8("{}\n"));
    }
    const log = new FaultLog();
    const unsealed = await verifyUnsealed(
      contextOf(store, log),
      { snapshots: [...snapshots], claimed: [], pinned: new Set(), drafts: new Set() },
      links,
      new Map(claims.map((claim) => [claim.sequence, claim])),
      new Set(unplaced.map(snapshotAt)),
    );
    expect({ expected: noted(log), unsealed }).toEqual(outcome);
  });
});

describe("what every manifest pins", () => {
  const DOCUMENT = "CC6.1-x/manual/a.pdf";
  const SHARE = `shares/${snapshotAt(1)}-jo.json`;

  test.each<[string, string, boolean, boolean, ReturnType<typeof noted>]>([
    ["a document that is listed", DOCUMENT, true, false, []],
    ["a record that is listed", SHARE, true, false, []],
    ["a document that is not", DOCUMENT, false, false, [["UNLISTED_FILE", DOCUMENT, undefined]]],
    [
      "a document that waits for a seal",
      DOCUMENT,
      false,
      true,
      [["NOT_SEALED", DOCUMENT, undefined]],
    ],
    [
      "a record of a share that is not",
      SHARE,
      false,
      false,
      [["SHARE_NOT_SEALED", SHARE, undefined]],
    ],
    [
      "a record of a share that waits for a seal",
      SHARE,
      false,
      true,
      [["SHARE_NOT_SEALED", SHARE, undefined]],
    ],
  ])("%s", (_what, path, isListed, unsealed, expected) => {
    const log = new FaultLog();
    const listed = new Set(isListed ? [path] : []);
    verifyPinned({ present: new Set([path]), hashed: new Map(), listed }, unsealed, log);
    expect(noted(log)).toEqual(expected);
  });
});
