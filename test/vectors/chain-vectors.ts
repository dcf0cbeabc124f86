import {
  company,
  forge,
  manifestOf,
  next,
  sealedBundle,
  stranger,
} from "../integrity/sample-bundle.ts";
import { at, changed, FIRST, moveSeal, SECOND, THIRD, twoDays } from "./bundle-changes.ts";
import type { Vector } from "./vector.ts";

/** Bundles whose keys or chain were tampered with. */
export const CHAIN_VECTORS: readonly Vector[] = [
  {
    name: "signed-again-by-a-stranger",
    about: "The newest evidence was changed and all of it sealed again with the attacker's key.",
    cases: [9],
    exitCode: 1,
    faults: [
      { code: "KEY_CHANGE_UNSIGNED", path: at(SECOND, "manifest.dsse.json") },
      { code: "SIGNER_UNTRUSTED", path: at(SECOND, "manifest.dsse.json") },
    ],
    make: () =>
      changed(twoDays(), async (store) => {
        const signer = {
          keyId: stranger.keyId,
          spkiSha256: stranger.spkiSha256,
          algorithm: stranger.algorithm,
        };
        await forge(store, { ...manifestOf(store, SECOND), signer }, [stranger]);
      }),
  },
  {
    name: "whole-chain-by-a-stranger",
    about: "A whole chain sealed with the attacker's key, which lies in the bundle.",
    cases: [9],
    exitCode: 1,
    faults: [
      { code: "SIGNER_UNTRUSTED", path: at(FIRST, "manifest.dsse.json") },
      { code: "SIGNER_UNTRUSTED", path: at(SECOND, "manifest.dsse.json") },
    ],
    make: () => sealedBundle([FIRST, SECOND], () => ({ signer: stranger })),
  },
  {
    name: "no-trusted-key",
    about: "Nothing is wrong, and nobody said whose key to trust.",
    trustedKeys: [],
    exitCode: 3,
    faults: [{ code: "NO_TRUSTED_KEY", path: null }],
    make: twoDays,
  },
  {
    name: "key-change-by-both",
    about: "The second day is signed by the old and the new key, the third by the new one.",
    cases: [10],
    exitCode: 0,
    warnings: ["KEY_CHANGED"],
    make: () =>
      sealedBundle([FIRST, SECOND, THIRD], (_day, index) =>
        index === 0 ? {} : { signer: next, previousSigners: [company] },
      ),
  },
  {
    name: "key-change-by-the-new-alone",
    about: "Both keys are trusted, and the old one never agreed to the new one.",
    cases: [10],
    trustedKeys: ["company.pem", "next.pem"],
    exitCode: 1,
    faults: [{ code: "KEY_CHANGE_UNSIGNED", path: at(SECOND, "manifest.dsse.json") }],
    make: () =>
      changed(twoDays(), async (store) => {
        const signer = {
          keyId: next.keyId,
          spkiSha256: next.spkiSha256,
          algorithm: next.algorithm,
        };
        await forge(store, { ...manifestOf(store, SECOND), signer }, [next]);
      }),
  },
  {
    name: "old-manifest-as-todays",
    about: "The first day's seal was put in the place of the second's.",
    cases: [11],
    exitCode: 1,
    faults: [
      { code: "MANIFEST_MISPLACED", path: at(SECOND, "manifest.json") },
      { code: "SEQUENCE_MISSING", path: at(SECOND, "manifest.json") },
      { code: "SEQUENCE_TWICE", path: at(FIRST, "manifest.json") },
      { code: "SEQUENCE_TWICE", path: at(SECOND, "manifest.json") },
    ],
    make: () => changed(twoDays(), (store) => void moveSeal(store, FIRST, SECOND)),
  },
  {
    name: "two-sequences-swapped",
    about: "The seals of two days changed places.",
    cases: [11],
    exitCode: 1,
    faults: [
      { code: "MANIFEST_MISPLACED", path: at(FIRST, "manifest.json") },
      { code: "MANIFEST_MISPLACED", path: at(SECOND, "manifest.json") },
    ],
    make: () =>
      changed(twoDays(), (store) => {
        for (const [path, bytes] of moveSeal(store, FIRST, SECOND)) store.objects.set(path, bytes);
      }),
  },
  {
    name: "fork",
    about: "Two days were sealed with the same number by whoever holds the key.",
    cases: [11],
    exitCode: 1,
    faults: [
      { code: "CLAIM_MISMATCH", path: "chain/2.json" },
      { code: "SEQUENCE_TWICE", path: at(SECOND, "manifest.json") },
      { code: "SEQUENCE_TWICE", path: at(THIRD, "manifest.json") },
    ],
    make: () =>
      changed(sealedBundle([FIRST, THIRD]), async (store) => {
        const rival = await sealedBundle([FIRST, SECOND]);
        for (const [path, bytes] of rival.objects) {
          if (!store.objects.has(path)) store.objects.set(path, bytes);
        }
      }),
  },
  {
    name: "another-accounts-chain",
    about: "A day of another account, sealed with the same key, was spliced in.",
    cases: [11],
    exitCode: 1,
    faults: [
      { code: "CHAIN_FOREIGN", path: at(SECOND, "manifest.json") },
      { code: "LINK_BROKEN", path: at(SECOND, "manifest.json") },
    ],
    make: () =>
      changed(sealedBundle([FIRST]), async (store) => {
        const foreign = await sealedBundle([FIRST, SECOND], () => ({ account: "210987654321" }));
        for (const [path, bytes] of foreign.objects) {
          if (!store.objects.has(path)) store.objects.set(path, bytes);
        }
      }),
  },
];
