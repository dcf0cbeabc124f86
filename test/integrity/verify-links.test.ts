import { describe, expect, test } from "vitest";
import {
  claimPath,
  manifestEnvelopePath,
  manifestPath,
} from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { type Claim, encodeClaim } from "../../shared/integrity/chain.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import {
  type Link,
  linksOf,
  readClaims,
  verifyChain,
} from "../../shared/integrity/verify-chain.ts";
import { verifyKeyChanges, verifyTrust } from "../../shared/integrity/verify-trust.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { MemoryStore } from "../store/memory-store.ts";
import {
  claimAt,
  contextOf,
  linkAt,
  noted,
  sha256At,
  signedBy,
  snapshotAt,
} from "./sample-links.ts";

type Noted = ReturnType<typeof noted>;

const pathAt = (sequence: number): string => manifestPath(snapshotAt(sequence));
const envelopeAt = (sequence: number): string => manifestEnvelopePath(snapshotAt(sequence));

describe("trust", () => {
  const by = (sequence: number, keys: readonly string[], trusted: boolean): Link =>
    linkAt(sequence, { seal: { envelope: signedBy(keys, { trusted }) } });
  const pinning = (sha256: string): Link =>
    linkAt(2, {
      place: { previous: { sequence: 1, sha256 } },
      seal: { envelope: signedBy(["b"], { trusted: true }) },
    });

  test.each<[string, readonly Link[], Noted]>([
    ["is given to what a trusted key signed", [by(1, ["a"], true)], []],
    [
      "is not given to what another signed",
      [by(1, ["b"], false)],
      [["SIGNER_UNTRUSTED", envelopeAt(1), 1]],
    ],
    [
      "reaches back along hashes, over more than one link",
      [by(1, ["b"], false), by(2, ["b"], false), by(3, ["a"], true)],
      [
        ["TRUSTED_THROUGH_LINK", pathAt(1), 1],
        ["TRUSTED_THROUGH_LINK", pathAt(2), 2],
      ],
    ],
    [
      "reaches back from whichever of a fork counts",
      [
        by(1, ["b"], false),
        linkAt(2, { seal: { sha256: "e".repeat(64), envelope: signedBy(["b"]) } }),
        by(2, ["a"], true),
      ],
      [
        ["SIGNER_UNTRUSTED", envelopeAt(2), 2],
        ["TRUSTED_THROUGH_LINK", pathAt(1), 1],
      ],
    ],
    [
      "reaches back from a fork's first, past its second",
      [
        by(1, ["b"], false),
        by(2, ["a"], true),
        linkAt(2, { seal: { sha256: "e".repeat(64), envelope: signedBy(["b"]) } }),
      ],
      [
        ["SIGNER_UNTRUSTED", envelopeAt(2), 2],
        ["TRUSTED_THROUGH_LINK", pathAt(1), 1],
      ],
    ],
    [
      "does not reach forward",
      [by(1, ["a"], true), by(2, ["b"], false)],
      [["SIGNER_UNTRUSTED", envelopeAt(2), 2]],
    ],
    [
      "does not reach back by another hash",
      [by(1, ["b"], false), pinning("f".repeat(64))],
      [["SIGNER_UNTRUSTED", envelopeAt(1), 1]],
    ],
    [
      "does not reach back beyond a link that names another hash",
      [
        by(1, ["b"], false),
        linkAt(2, {
          seal: { sha256: "e".repeat(64), envelope: signedBy(["b"]) },
        }),
        by(3, ["a"], true),
      ],
      [
        ["SIGNER_UNTRUSTED", envelopeAt(1), 1],
        ["SIGNER_UNTRUSTED", envelopeAt(2), 2],
      ],
    ],
    [
      "does not reach back from an envelope that was not read",
      [by(1, ["b"], false), linkAt(2, { seal: { envelope: undefined, envelopeFile: "gone" } })],
      [["SIGNER_UNTRUSTED", envelopeAt(1), 1]],
    ],
    [
      "is not asked of what has no signature",
      [linkAt(1, { seal: { envelope: signedBy(["b"]), envelopeFile: "gone" } })],
      [],
    ],
    [
      "is not asked of an envelope that is none",
      [linkAt(1, { seal: { envelope: undefined } })],
      [],
    ],
    [
      "is not asked of a signature that does not match",
      [linkAt(1, { seal: { envelope: signedBy(["b"], { invalid: true }) } })],
      [],
    ],
    [
      "is not asked of an algorithm that is not known",
      [linkAt(1, { seal: { envelope: signedBy(["b"], { algorithmUnknown: true }) } })],
      [],
    ],
    [
      "is asked of what has no place in the chain",
      [linkAt(1, { seal: { place: undefined, envelope: signedBy(["b"]) } })],
      [["SIGNER_UNTRUSTED", envelopeAt(1), undefined]],
    ],
  ])("%s", (_what, links, expected) => {
    const log = new FaultLog();
    const keys = new KeyRing(nodeCrypto, ["a"]);
    verifyTrust(
      links.map(({ record }) => record),
      links,
      keys,
      log,
    );
    expect(noted(log)).toEqual(expected);
  });

  test("in no key is said once, and nothing else", () => {
    const log = new FaultLog();
    const links = [by(1, ["b"], false)];
    verifyTrust([], links, new KeyRing(nodeCrypto), log);
    expect(noted(log)).toEqual([["NO_TRUSTED_KEY", null, undefined]]);
  });
});

describe("a change of keys", () => {
  /** Signed by these keys, of which the manifest names the first. */
  const by = (sequence: number, keys: readonly string[], valid = keys): Link =>
    linkAt(sequence, {
      seal: { envelope: signedBy(keys, { validKeyIds: valid }) },
      facts: { signer: { keyId: "k", spkiSha256: keys[0] ?? "", algorithm: "ECDSA_SHA_256" } },
    });

  test.each<[string, readonly Link[], Noted]>([
    ["is none where one key signs", [by(1, ["a"]), by(2, ["a"])], []],
    [
      "with the signature of the key before is a warning",
      [by(1, ["a"]), by(2, ["b", "a"]), by(3, ["b"])],
      [["KEY_CHANGED", envelopeAt(2), 2]],
    ],
    [
      "without it is a fault",
      [by(1, ["a"]), by(2, ["b"]), by(3, ["b"])],
      [["KEY_CHANGE_UNSIGNED", envelopeAt(2), 2]],
    ],
    [
      "with a signature of the key before that does not match is a fault",
      [by(1, ["a"]), by(2, ["b", "a"], ["b"])],
      [["KEY_CHANGE_UNSIGNED", envelopeAt(2), 2]],
    ],
    [
      "has no room for a third key",
      [by(1, ["a"]), by(2, ["b", "c"])],
      [
        ["KEY_CHANGE_UNSIGNED", envelopeAt(2), 2],
        ["ENVELOPE_INVALID", envelopeAt(2), 2],
      ],
    ],
    [
      "is over with the link that makes it",
      [by(1, ["a"]), by(2, ["b", "a"]), by(3, ["b", "a"])],
      [
        ["ENVELOPE_INVALID", envelopeAt(3), 3],
        ["KEY_CHANGED", envelopeAt(2), 2],
      ],
    ],
    [
      "is none where another signs as well",
      [by(1, ["a", "c"])],
      [["ENVELOPE_INVALID", envelopeAt(1), 1]],
    ],
    [
      "is judged by the first signature where the manifest names no signer",
      [
        by(1, ["a"]),
        linkAt(2, { seal: { envelope: signedBy(["b"]) }, facts: { signer: null } }),
        linkAt(3, { seal: { envelope: signedBy(["c"]) }, facts: null }),
      ],
      [
        ["KEY_CHANGE_UNSIGNED", envelopeAt(2), 2],
        ["KEY_CHANGE_UNSIGNED", envelopeAt(3), 3],
      ],
    ],
    [
      "is seen across a link without a signature",
      [by(1, ["a"]), linkAt(2, { seal: { envelope: undefined } }), by(3, ["b"])],
      [["KEY_CHANGE_UNSIGNED", envelopeAt(3), 3]],
    ],
    [
      "is not seen where nobody says who signed",
      [linkAt(1, { seal: { envelope: undefined }, facts: null }), by(2, ["b"])],
      [],
    ],
    [
      "is not seen in an envelope of no signature",
      [by(1, ["a"]), linkAt(2, { seal: { envelope: signedBy([]) }, facts: null })],
      [],
    ],
  ])("%s", (_what, links, expected) => {
    const log = new FaultLog();
    verifyKeyChanges(links, log);
    expect(noted(log)).toEqual(expected);
  });
});

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
