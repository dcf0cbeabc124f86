import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import {
  company,
  deleteDay,
  flipByte,
  manifestOf,
  sealDay,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import {
  ACCOUNT_SUMMARY,
  at,
  changed,
  SECOND,
  SECURITY_GROUPS,
  THIRD,
  threeDays,
  twoDays,
} from "./bundle-changes.ts";
import type { Vector } from "./vector.ts";

/** Bundles in which files, names or manifests were tampered with, and good ones. */
export const FILE_VECTORS: readonly Vector[] = [
  {
    name: "good",
    about: "Two days, nothing done to them.",
    exitCode: 0,
    make: twoDays,
  },
  {
    name: "good-with-reports",
    about: "Reports were rendered after the seal and signed through their index.",
    exitCode: 0,
    make: () =>
      changed(twoDays(), async (store) => {
        const sha256 = sha256Hex(encodeManifest(manifestOf(store, SECOND)));
        const reports = [
          { path: "gaps.html", bytes: utf8("<!doctype html><title>Gaps</title>\n") },
        ];
        await sealReports(store, company, snapshotOf(SECOND), sha256, reports);
      }),
  },
  {
    name: "good-first-of-a-live-schedule",
    about: "One snapshot with a nonce; a manual document is pinned.",
    exitCode: 0,
    make: async () => {
      const store = new MemoryStore();
      await store.put(
        "CC6.1-access-controls/manual/access-policy.pdf",
        utf8("%PDF-1.7 a policy\n"),
      );
      await sealDay(store, SECOND, { nonce: "auditor-7f3a" });
      return store;
    },
  },
  {
    name: "byte-changed-in-evidence",
    about: "One bit flipped in an evidence object.",
    cases: [1],
    exitCode: 1,
    faults: [{ code: "FILE_CHANGED", path: ACCOUNT_SUMMARY }],
    make: () => changed(twoDays(), (store) => flipByte(store, ACCOUNT_SUMMARY, 40)),
  },
  {
    name: "byte-changed-in-public-key",
    about: "One bit flipped in public-key.pem.",
    cases: [1],
    exitCode: 1,
    faults: [{ code: "PUBLIC_KEY_WRONG", path: at(SECOND, "public-key.pem") }],
    make: () => changed(twoDays(), (store) => flipByte(store, at(SECOND, "public-key.pem"), 100)),
  },
  {
    name: "claim-of-five-kilobytes",
    about: "A file of the seal larger than the format allows: refused unread.",
    exitCode: 1,
    faults: [{ code: "FILE_TOO_LARGE", path: "chain/2.json" }],
    make: () =>
      changed(twoDays(), (store) => {
        store.objects.set("chain/2.json", utf8(" ".repeat(5 * 1024)));
      }),
  },
  {
    name: "byte-changed-in-manifest",
    about: "One digit of the manifest changed.",
    cases: [2],
    exitCode: 1,
    faults: [{ code: "MANIFEST_CHANGED", path: at(SECOND, "manifest.json") }],
    make: () => changed(twoDays(), (store) => flipByte(store, at(SECOND, "manifest.json"), 20)),
  },
  {
    name: "byte-changed-in-envelope",
    about: "One character of the signed payload changed.",
    cases: [2],
    asOf: "2026-11-21T06:30:00Z",
    exitCode: 1,
    faults: [{ code: "SIGNATURE_INVALID", path: at(SECOND, "manifest.dsse.json") }],
    make: () =>
      changed(twoDays(), (store) => flipByte(store, at(SECOND, "manifest.dsse.json"), 100)),
  },
  {
    name: "files-swapped",
    about: "Two evidence objects changed places.",
    cases: [3],
    exitCode: 1,
    faults: [
      { code: "FILE_CHANGED", path: ACCOUNT_SUMMARY },
      { code: "FILE_CHANGED", path: SECURITY_GROUPS },
    ],
    make: () =>
      changed(twoDays(), ({ objects }) => {
        const [one, other] = [objects.get(ACCOUNT_SUMMARY), objects.get(SECURITY_GROUPS)];
        if (one === undefined || other === undefined) throw new Error("not in the bundle");
        objects.set(ACCOUNT_SUMMARY, other).set(SECURITY_GROUPS, one);
      }),
  },
  {
    name: "file-deleted",
    about: "A listed evidence object is gone.",
    cases: [4],
    exitCode: 1,
    faults: [{ code: "FILE_MISSING", path: SECURITY_GROUPS }],
    make: () => changed(twoDays(), (store) => void store.objects.delete(SECURITY_GROUPS)),
  },
  {
    name: "manifest-deleted",
    about: "The newest manifest is gone; what was written after it still stands.",
    cases: [4],
    asOf: "2026-11-21T06:30:00Z",
    exitCode: 1,
    faults: [{ code: "MANIFEST_MISSING", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) => void store.objects.delete(at(SECOND, "manifest.json"))),
  },
  {
    name: "middle-snapshot-deleted",
    about: "Everything of the second of three days is gone, its claim too.",
    cases: [5],
    exitCode: 1,
    faults: [{ code: "SEQUENCE_MISSING", path: null }],
    make: () => changed(threeDays(), (store) => deleteDay(store, SECOND)),
  },
  {
    name: "newest-deleted-head-known",
    about: "Everything of the newest day is gone, and the auditor knows the head.",
    cases: [6],
    exitCode: 1,
    knownHead: { sequence: 3, sha256: "the SHA-256 of the deleted manifest" },
    faults: [{ code: "KNOWN_HEAD_MISSING", path: null }],
    asOf: "2026-11-22T06:30:00Z",
    make: () => changed(threeDays(), (store) => deleteDay(store, THIRD)),
  },
  {
    name: "newest-deleted-overdue",
    about: "Everything of the newest day is gone, and it was due an hour ago.",
    cases: [6],
    exitCode: 2,
    asOf: "2026-11-22T08:00:00Z",
    faults: [{ code: "STALE", path: at(SECOND, "manifest.json") }],
    make: () => changed(threeDays(), (store) => deleteDay(store, THIRD)),
  },
  {
    name: "empty",
    about: "An empty folder.",
    cases: [7],
    exitCode: 3,
    faults: [{ code: "NO_MANIFEST", path: null }],
    make: async () => new MemoryStore(),
  },
  {
    name: "unlisted-object",
    about: "An evidence object was added to a sealed snapshot.",
    cases: [8],
    exitCode: 1,
    faults: [
      {
        code: "UNLISTED_FILE",
        path: `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.password-policy.json`,
      },
    ],
    make: () =>
      changed(twoDays(), (store) => {
        const path = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.password-policy.json`;
        store.objects.set(path, utf8("{}\n"));
      }),
  },
  {
    name: "unlisted-snapshot",
    about: "Evidence of a day that the chain does not know was added.",
    cases: [8],
    exitCode: 1,
    faults: [
      {
        code: "UNLISTED_FILE",
        path: "CC6.1-access-controls/2026-01-01T06-00-00Z/iam.account-summary.json",
      },
    ],
    make: () =>
      changed(twoDays(), (store) => {
        const path = "CC6.1-access-controls/2026-01-01T06-00-00Z/iam.account-summary.json";
        store.objects.set(path, utf8("{}\n"));
      }),
  },
  {
    name: "unlisted-manual-document",
    about: "A document was put beside the pinned ones.",
    cases: [8],
    exitCode: 1,
    faults: [{ code: "UNLISTED_FILE", path: "CC6.1-access-controls/manual/review.csv" }],
    make: () =>
      changed(twoDays(), (store) => {
        store.objects.set("CC6.1-access-controls/manual/review.csv", utf8("name,reviewed\n"));
      }),
  },
];
