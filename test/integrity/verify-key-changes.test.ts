import { describe, expect, test } from "vitest";
import { manifestEnvelopePath } from "../../shared/integrity/bundle-layout.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import type { Link } from "../../shared/integrity/verify-chain.ts";
import { verifyKeyChanges } from "../../shared/integrity/verify-trust.ts";
import { linkAt, noted, signedBy, snapshotAt } from "./sample-links.ts";

type Noted = ReturnType<typeof noted>;

const envelopeAt = (sequence: number): string => manifestEnvelopePath(snapshotAt(sequence));

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
