import { describe, expect, test } from "vitest";
import { manifestEnvelopePath, manifestPath } from "../../shared/integrity/bundle-layout.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import type { Link } from "../../shared/integrity/verify-chain.ts";
import { verifyTrust } from "../../shared/integrity/verify-trust.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { linkAt, noted, signedBy, snapshotAt } from "./sample-links.ts";

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

  test("stands behind what a trusted key signed or a later trusted link pins", () => {
    const links = [
      by(1, ["b"], false),
      by(2, ["a"], true),
      linkAt(3, { seal: { envelope: undefined, envelopeFile: "gone" } }),
      linkAt(4, { seal: { envelope: signedBy(["b"], { algorithmUnknown: true }) } }),
      linkAt(5, { seal: { envelope: signedBy(["a"], { trusted: true, invalid: true }) } }),
      by(6, ["b"], false),
    ];
    const records = links.map(({ record }) => record);
    const keys = new KeyRing(nodeCrypto, ["a"]);
    expect([...verifyTrust(records, links, keys, new FaultLog())]).toEqual(records.slice(0, 2));
    expect(verifyTrust(records, links, new KeyRing(nodeCrypto), new FaultLog())).toEqual(new Set());
  });
});
