import { describe, expect, test } from "vitest";
import { claimPath, manifestPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { type Claim, encodeClaim } from "../../shared/integrity/chain.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import {
  type Link,
  linksOf,
  readClaims,
  verifyChain,
} from "../../shared/integrity/verify-chain.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { claimAt, contextOf, linkAt, noted, sha256At, snapshotAt } from "./sample-links.ts";

type Noted = ReturnType<typeof noted>;

const pathAt = (sequence: number): string => manifestPath(snapshotAt(sequence));

describe("a chain", () => {
  interface Case {
    readonly links: readonly Link[];
    /** Those of good links unless said. */
    readonly claims?: readonly Claim[];
    readonly unknown?: readonly number[];
    readonly unplaced?: readonly number[];
    readonly expected: Noted;
  }
  const foreign = (change: Parameters<typeof linkAt>[1]): Case => ({
    links: [linkAt(1), linkAt(2, change)],
    expected: [["CHAIN_FOREIGN", pathAt(2), 2]],
  });
  const replay = { facts: { replayOf: "sample" } };

  test.each<[string, Case]>([
    ["of nothing is good", { links: [], expected: [] }],
    ["of three is good", { links: [linkAt(1), linkAt(2), linkAt(3)], expected: [] }],
    ["of replays is good", { links: [linkAt(1, replay), linkAt(2, replay)], expected: [] }],
    [
      "with two in one place is forked, and both are named",
      {
        links: [linkAt(1), linkAt(2), linkAt(2, { place: { snapshot: snapshotAt(3) } })],
        claims: [claimAt(1), claimAt(2)],
        expected: [
          ["SEQUENCE_TWICE", pathAt(2), 2],
          ["SEQUENCE_TWICE", pathAt(3), 2],
          ["CLAIM_MISMATCH", claimPath(2), 2],
        ],
      },
    ],
    ["with another replay is mixed", foreign(replay)],
    ["with another partition is mixed", foreign({ facts: { partition: "aws-cn" } })],
    ["with another account is mixed", foreign({ place: { account: "210987654321" } })],
    [
      "with a link that cannot be read is judged by its place alone",
      { links: [linkAt(1, replay), linkAt(2, { facts: null })], expected: [] },
    ],
    [
      "whose first link cannot be read is judged by places alone",
      { links: [linkAt(1, { facts: null }), linkAt(2, replay)], expected: [] },
    ],
    [
      "with another chain's id is mixed, and was claimed for this one",
      {
        links: [linkAt(1), linkAt(2, { place: { chain: "f".repeat(32) } })],
        expected: [
          ["CHAIN_FOREIGN", pathAt(2), 2],
          ["CLAIM_MISMATCH", claimPath(2), 2],
        ],
      },
    ],
    [
      "without its first has lost it",
      { links: [linkAt(2)], expected: [["SEQUENCE_MISSING", null, 1]] },
    ],
    [
      "without two in the middle has lost both",
      {
        links: [linkAt(1), linkAt(4)],
        expected: [
          ["SEQUENCE_MISSING", null, 2],
          ["SEQUENCE_MISSING", null, 3],
        ],
      },
    ],
    [
      "with a claim of what is lost names it",
      {
        links: [linkAt(1), linkAt(3)],
        claims: [claimAt(1), claimAt(2), claimAt(3)],
        expected: [["SEQUENCE_MISSING", pathAt(2), 2]],
      },
    ],
    [
      "is whole where what was claimed stands and cannot be placed",
      {
        links: [linkAt(1), linkAt(3)],
        claims: [claimAt(1), claimAt(2), claimAt(3)],
        unplaced: [2],
        expected: [],
      },
    ],
    [
      "whose newest claim has no link yet goes on",
      { links: [linkAt(1)], claims: [claimAt(1), claimAt(2)], expected: [] },
    ],
    [
      "with a claim before the newest and no link has lost it",
      {
        links: [linkAt(1)],
        claims: [claimAt(1), claimAt(2), claimAt(3)],
        expected: [["SEQUENCE_MISSING", pathAt(2), 2]],
      },
    ],
    [
      "without a hundred names each",
      {
        links: [linkAt(101)],
        expected: Array.from({ length: 100 }, (_, index) => ["SEQUENCE_MISSING", null, index + 1]),
      },
    ],
    [
      "without more names the first",
      { links: [linkAt(102)], expected: [["SEQUENCE_MISSING", null, 1]] },
    ],
    [
      "without more goes on to look for others",
      {
        links: [linkAt(102), linkAt(104)],
        expected: [
          ["SEQUENCE_MISSING", null, 1],
          ["SEQUENCE_MISSING", null, 103],
        ],
      },
    ],
    [
      "without one late in a long chain names it",
      {
        links: [linkAt(60), linkAt(62)],
        claims: [claimAt(60), claimAt(61), claimAt(62)],
        expected: [
          ...Array.from({ length: 59 }, (_, index): Noted[number] => [
            "SEQUENCE_MISSING",
            null,
            index + 1,
          ]),
          ["SEQUENCE_MISSING", pathAt(61), 61],
        ],
      },
    ],
    [
      "whose link names another hash is broken",
      {
        links: [linkAt(1), linkAt(2, { place: { previous: { sequence: 1, sha256: "f" } } })],
        expected: [["LINK_BROKEN", pathAt(2), 2]],
      },
    ],
    [
      "whose link names none is broken",
      {
        links: [linkAt(1), linkAt(2, { place: { previous: null } })],
        expected: [["LINK_BROKEN", pathAt(2), 2]],
      },
    ],
    [
      "whose link names what was signed is good, whatever is stored",
      { links: [linkAt(1, { seal: { sha256: "f" } }), linkAt(2)], expected: [] },
    ],
    [
      "whose later link is of an earlier day is out of order",
      {
        links: [linkAt(1, { place: { snapshot: snapshotAt(3) } }), linkAt(2)],
        claims: [claimAt(1, { snapshot: snapshotAt(3) }), claimAt(2)],
        expected: [["SNAPSHOT_ORDER", pathAt(2), 2]],
      },
    ],
    [
      "whose later link is of the same day is out of order",
      {
        links: [linkAt(1, { place: { snapshot: snapshotAt(2) } }), linkAt(2)],
        claims: [claimAt(1, { snapshot: snapshotAt(2) }), claimAt(2)],
        expected: [["SNAPSHOT_ORDER", pathAt(2), 2]],
      },
    ],
    [
      "without a claim is not whole",
      { links: [linkAt(1)], claims: [], expected: [["CLAIM_MISSING", claimPath(1), 1]] },
    ],
    [
      "with an unknown claim on an unknown manifest is of a later release",
      {
        links: [linkAt(1, { facts: null })],
        claims: [],
        unknown: [1],
        expected: [["SCHEMA_UNKNOWN", claimPath(1), 1]],
      },
    ],
    [
      "with an unknown claim on a known manifest is not",
      {
        links: [linkAt(1)],
        claims: [],
        unknown: [1],
        expected: [["CLAIM_INVALID", claimPath(1), 1]],
      },
    ],
    ...(
      [
        ["chain", { chain: "f".repeat(32) }],
        ["snapshot", { snapshot: snapshotAt(9) }],
        ["hash", { manifestSha256: sha256At(9) }],
        ["signer", { signer: "b" }],
        ["signer where there is none", { signer: null }],
      ] as const
    ).map(([what, change]): [string, Case] => [
      `whose claim says another ${what} does not match`,
      {
        links: [linkAt(1)],
        claims: [claimAt(1, change)],
        expected: [["CLAIM_MISMATCH", claimPath(1), 1]],
      },
    ]),
    [
      "without a signer has a claim without one",
      {
        links: [linkAt(1, { facts: { signer: null } })],
        claims: [claimAt(1, { signer: null })],
        expected: [],
      },
    ],
    [
      "that cannot be read may be claimed by anyone",
      { links: [linkAt(1, { facts: null })], claims: [claimAt(1, { signer: "b" })], expected: [] },
    ],
  ])("%s", (_what, { links, claims, unknown = [], unplaced = [], expected }) => {
    const made = claims ?? links.map(({ place }) => claimAt(place.sequence));
    const readable = new Map(made.map((claim) => [claim.sequence, claim]));
    const present = new Set([...readable.keys(), ...unknown]);
    const log = new FaultLog();
    verifyChain(
      links,
      { readable, unknown: new Map(unknown.map((sequence) => [sequence, "unknown"])), present },
      new Set(unplaced.map(snapshotAt)),
      log,
    );
    expect(noted(log)).toEqual(expected);
  });

  test("has claims that are read, of a later schema, or faults", async () => {
    const store = new MemoryStore();
    await store.put(claimPath(1), encodeClaim(claimAt(1, { signer: null })));
    await store.put(claimPath(2), utf8('{"schema":"claim/2"}'));
    await store.put(claimPath(3), utf8("{}"));
    await store.put(claimPath(4), utf8("{"));
    const log = new FaultLog();
    const context = contextOf(store, log);
    expect(await readClaims(context, [1, 2, 3, 4, 5])).toEqual({
      readable: new Map([[1, claimAt(1, { signer: null })]]),
      unknown: new Map([[2, expect.any(String)]]),
      present: new Set([1, 2, 3, 4, 5]),
    });
    expect(noted(log)).toEqual([
      ["CLAIM_INVALID", claimPath(3), 3],
      ["CLAIM_INVALID", claimPath(4), 4],
    ]);
  });

  test("is put in the order of its numbers, then of its snapshots' names", () => {
    const other = linkAt(2, { place: { snapshot: snapshotAt(3) } });
    const links = [linkAt(10), other, linkAt(2), linkAt(1)];
    const none = linkAt(5, { seal: { place: undefined } });
    expect(linksOf([none, ...links].map(({ record }) => record))).toEqual([
      linkAt(1),
      linkAt(2),
      other,
      linkAt(10),
    ]);
  });
});
