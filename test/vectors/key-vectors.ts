import { compareUtf8 } from "../../shared/integrity/bytes.ts";
import type { EarlierChain } from "../../shared/integrity/chain-restart.ts";
import { restartGap } from "../../shared/integrity/chain-restart.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { signPending } from "../../shared/snapshot/sign-pending.ts";
import { company, flipByte, next, sealedBundle, stranger } from "../integrity/sample-bundle.ts";
import { at, changed, FIRST, SECOND, THIRD } from "./bundle-changes.ts";
import type { Vector } from "./vector.ts";

/** The end of a chain that lies elsewhere. */
const EARLIER: EarlierChain = {
  chain: "ffeeddccbbaa99887766554433221100",
  sequence: 41,
  manifestSha256: "135e683f14c78301297c90197127335e9656cd255b5c814e3f8b087f4763245b",
  signer: stranger.spkiSha256,
};

/** What a reader that is less strict than the format takes for the sentence of a restart. */
const ALMOST_RESTARTS: readonly string[] = [
  restartGap({ ...EARLIER, sequence: 9_007_199_254_740_991 }),
  `${restartGap(EARLIER)}\n`,
  `Note: ${restartGap(EARLIER)}`,
  restartGap(EARLIER).replace("SHA-256 1", "SHA-256 A"),
  restartGap(EARLIER).replace("sequence 41", "sequence 041"),
];

/** Bundles whose key changed, or whose chain began anew because a key was lost. */
export const KEY_VECTORS: readonly Vector[] = [
  {
    name: "key-change-new-key-trusted",
    about: "Only the new key is trusted; what the old one signed is pinned by hash.",
    cases: [10],
    trustedKeys: ["next.pem"],
    exitCode: 0,
    warnings: ["TRUSTED_THROUGH_LINK", "KEY_CHANGED"],
    make: () =>
      sealedBundle([FIRST, SECOND, THIRD], (_day, index) =>
        index === 0 ? {} : { signer: next, previousSigners: [company] },
      ),
  },
  {
    name: "key-change-signed-later",
    about: "No key could sign on the day of the change; both signed its manifest afterwards.",
    cases: [10, 27],
    exitCode: 0,
    warnings: ["SIGNED_LATER", "KEY_CHANGED"],
    make: () =>
      changed(
        sealedBundle([FIRST, SECOND], (_day, index) => (index === 0 ? {} : { signer: null })),
        async (store) => {
          const keys = { signer: next, previousSigners: [company] };
          await signPending({ store, crypto: nodeCrypto, ...keys });
        },
      ),
  },
  {
    name: "key-change-without-its-public-key",
    about:
      "The new key's file is gone from the day of the change; the key lies in the next snapshot too.",
    cases: [10],
    exitCode: 1,
    faults: [{ code: "FILE_MISSING", path: at(SECOND, "public-key.pem") }],
    warnings: ["KEY_CHANGED"],
    make: () =>
      changed(
        sealedBundle(
          [FIRST, SECOND, THIRD],
          (_day, index) =>
            [{}, { signer: next, previousSigners: [company] }, { signer: next }][index] ?? {},
        ),
        (store) => void store.objects.delete(at(SECOND, "public-key.pem")),
      ),
  },
  {
    name: "key-change-in-a-changed-manifest",
    about: "The manifest in which the key changed was changed afterwards: it introduces nobody.",
    cases: [10],
    exitCode: 1,
    faults: [
      { code: "MANIFEST_CHANGED", path: at(SECOND, "manifest.json") },
      { code: "SIGNER_UNTRUSTED", path: at(THIRD, "manifest.dsse.json") },
    ],
    warnings: ["KEY_CHANGED"],
    make: () =>
      changed(
        sealedBundle([FIRST, SECOND, THIRD], (_day, index) =>
          index === 0 ? {} : { signer: next, previousSigners: [company] },
        ),
        (store) => flipByte(store, at(SECOND, "manifest.json"), 40),
      ),
  },
  {
    name: "key-change-across-unsigned",
    about:
      "Only the new key is trusted, which reaches the old one's day past one without signature.",
    cases: [10, 27],
    trustedKeys: ["next.pem"],
    exitCode: 3,
    faults: [{ code: "UNSIGNED", path: at(SECOND, "manifest.json") }],
    warnings: ["TRUSTED_THROUGH_LINK", "KEY_CHANGED"],
    make: () =>
      sealedBundle([FIRST, SECOND, THIRD], (_day, index) =>
        index === 0
          ? {}
          : index === 1
            ? { signer: null }
            : { signer: next, previousSigners: [company] },
      ),
  },
  {
    name: "chain-restarted",
    about: "The key of an earlier chain is lost; the first manifest of this one says so.",
    exitCode: 0,
    warnings: ["CHAIN_RESTARTED"],
    make: () => sealedBundle([FIRST, SECOND], () => ({ restartOf: EARLIER })),
  },
  {
    name: "chain-restart-said-later",
    about: "A later manifest says what only the first one can: a gap like any other.",
    exitCode: 0,
    warnings: ["GAP_RECORDED"],
    make: () =>
      sealedBundle([FIRST, SECOND], (_day, index) =>
        index === 0 ? {} : { gaps: [restartGap(EARLIER)] },
      ),
  },
  {
    name: "chain-restarted-with-gaps",
    about: "The first manifest says that the chain begins anew, and something else is missing.",
    exitCode: 0,
    warnings: ["GAP_RECORDED", "CHAIN_RESTARTED"],
    make: () =>
      sealedBundle([FIRST, SECOND], (_day, index) =>
        index === 0 ? { restartOf: EARLIER, gaps: ["A draft was left behind."] } : {},
      ),
  },
  {
    name: "chain-restart-said-otherwise",
    about: "Sentences that are almost the one of a chain that begins anew are gaps like any other.",
    exitCode: 0,
    warnings: ["GAP_RECORDED", "GAP_RECORDED", "GAP_RECORDED", "GAP_RECORDED", "GAP_RECORDED"],
    make: () =>
      sealedBundle([FIRST, SECOND], (_day, index) =>
        index === 0 ? { gaps: ALMOST_RESTARTS.toSorted(compareUtf8) } : {},
      ),
  },
  {
    name: "chain-restarted-on-top-of-the-old",
    about: "A chain that begins anew was put into the folder of the one whose key is lost.",
    cases: [11],
    trustedKeys: ["company.pem", "next.pem"],
    exitCode: 1,
    faults: [
      { code: "CHAIN_FOREIGN", path: at(SECOND, "manifest.json") },
      { code: "CLAIM_MISMATCH", path: "chain/1.json" },
      { code: "KEY_CHANGE_UNSIGNED", path: at(SECOND, "manifest.dsse.json") },
      { code: "SEQUENCE_TWICE", path: at(FIRST, "manifest.json") },
      { code: "SEQUENCE_TWICE", path: at(SECOND, "manifest.json") },
    ],
    warnings: ["CHAIN_RESTARTED"],
    make: () =>
      changed(sealedBundle([FIRST]), async (store) => {
        const anew = await sealedBundle([SECOND], () => ({
          signer: next,
          restartOf: EARLIER,
          randomChainId: () => EARLIER.chain,
        }));
        for (const [path, bytes] of anew.objects) {
          if (!store.objects.has(path)) store.objects.set(path, bytes);
        }
      }),
  },
];
