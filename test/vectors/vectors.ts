import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest, type Manifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import type { VerifyExitCode } from "../../shared/integrity/faults.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { seal } from "../../shared/snapshot/seal.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import {
  company,
  DAYS,
  deleteDay,
  flipByte,
  forge,
  forgeManifest,
  manifestOf,
  next,
  putEvidence,
  sealDay,
  sealedBundle,
  sealInput,
  snapshotOf,
  stranger,
} from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";

/** What a vector's `expected.json` says: how to verify the bundle, and what must come of it. */
export interface Expected {
  /** The rows of the list of cases that this vector covers. */
  cases: readonly number[];
  asOf: string;
  /** File names in `keys/`. */
  trustedKeys: readonly string[];
  knownHead?: { sequence: number; sha256: string };
  exitCode: VerifyExitCode;
  /** Sorted by code, then path. */
  faults: readonly { code: string; path: string | null }[];
  warnings: readonly string[];
}

/** One bundle of the test kit, and how it is made. */
export interface Vector extends Partial<Omit<Expected, "exitCode">> {
  name: string;
  about: string;
  exitCode: VerifyExitCode;
  make(): Promise<MemoryStore>;
}

/** An hour after the newest snapshot of most vectors: nothing is stale yet. */
const FRESH = "2026-11-22T07:00:00Z";
const [FIRST, SECOND, THIRD] = DAYS;

const at = (day: string, name: string): string => `snapshots/${snapshotOf(day)}/${name}`;
const ACCOUNT_SUMMARY = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;
const SECURITY_GROUPS = `CC6.6-network-boundary/${snapshotOf(SECOND)}/ec2.security-groups.eu-west-1.json`;

const twoDays = (): Promise<MemoryStore> => sealedBundle([FIRST, SECOND]);
const threeDays = (): Promise<MemoryStore> => sealedBundle([FIRST, SECOND, THIRD]);

async function changed(
  bundle: Promise<MemoryStore>,
  change: (store: MemoryStore) => void | Promise<void>,
): Promise<MemoryStore> {
  const store = await bundle;
  await change(store);
  return store;
}

/** Moves a snapshot's manifest, envelope and key to another snapshot's folder. */
function moveSeal(store: MemoryStore, from: string, to: string): Map<string, Uint8Array> {
  const before = new Map<string, Uint8Array>();
  for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
    const replaced = store.objects.get(at(to, name));
    const moved = store.objects.get(at(from, name));
    if (replaced !== undefined) before.set(at(from, name), replaced);
    if (moved !== undefined) store.objects.set(at(to, name), moved);
  }
  return before;
}

/** Signs changed text of the second day's manifest, as whoever holds the company's key could. */
async function forgeText(store: MemoryStore, change: (text: string) => string): Promise<void> {
  const manifest = manifestOf(store, SECOND);
  const text = change(new TextDecoder().decode(encodeManifest(manifest)));
  await forgeManifest(store, snapshotOf(SECOND), utf8(text), predicateOf(manifest), [company]);
}

/** The test kit: every row is a folder in `bundles/` and a named test. */
export const VECTORS: readonly Vector[] = [
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
        index === 0 ? {} : { signer: next, previousSigner: company },
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
  {
    name: "backdated",
    about: "A snapshot calls itself a month older than AWS's clock in its evidence.",
    cases: [12],
    exitCode: 0,
    asOf: "2026-11-20T06:30:00Z",
    warnings: ["AWS_DATE_CONTRADICTS"],
    make: async () => {
      const store = new MemoryStore();
      await sealDay(store, FIRST, {
        awsDateMin: "2026-12-20T06:00:03Z",
        awsDateMax: "2026-12-20T06:00:09Z",
      });
      return store;
    },
  },
  {
    name: "day-missed",
    about: "The schedule promised a snapshot on the second day; the next is of the third.",
    cases: [13],
    exitCode: 2,
    faults: [{ code: "DAY_MISSED", path: at(THIRD, "manifest.json") }],
    make: () => sealedBundle([FIRST, THIRD]),
  },
  {
    name: "unknown-schema",
    about: "A manifest of a later release, properly signed.",
    cases: [14],
    exitCode: 3,
    faults: [{ code: "SCHEMA_UNKNOWN", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) => text.replace('"manifest/1"', '"manifest/2"')),
      ),
  },
  {
    name: "unknown-algorithm",
    about: "A manifest that states a signature algorithm of a later release, properly signed.",
    cases: [14],
    exitCode: 3,
    faults: [{ code: "ALGORITHM_UNKNOWN", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) => text.replace('"ECDSA_SHA_256"', '"ML_DSA_SHAKE_256"')),
      ),
  },
  {
    name: "path-leaves-the-folder",
    about: "A manifest lists ../../etc/passwd.",
    cases: [16],
    exitCode: 1,
    faults: [{ code: "PATH_UNSAFE", path: "../../etc/passwd" }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) => text.replace(ACCOUNT_SUMMARY, "../../etc/passwd")),
      ),
  },
  {
    name: "path-of-another-snapshot",
    about: "A manifest lists a file that belongs to another day.",
    cases: [16],
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) =>
          text.replace(ACCOUNT_SUMMARY, ACCOUNT_SUMMARY.replace(SECOND, FIRST)),
        ),
      ),
  },
  {
    name: "number-beyond-2-53",
    about: "A size of 2^53 bytes, which not every reader reads alike.",
    cases: [17],
    exitCode: 1,
    faults: [{ code: "JSON_INVALID", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) => text.replace(/"size":\d+/, '"size":9007199254740992')),
      ),
  },
  {
    name: "lone-surrogate",
    about: "A nonce that is half a character.",
    cases: [17],
    exitCode: 1,
    faults: [{ code: "JSON_INVALID", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) => text.replace('"nonce":null', String.raw`"nonce":"\ud800"`)),
      ),
  },
  {
    name: "duplicate-key",
    about: "A manifest with two accounts; readers differ in which one counts.",
    cases: [17],
    exitCode: 1,
    faults: [{ code: "JSON_INVALID", path: at(SECOND, "manifest.json") }],
    make: () =>
      changed(twoDays(), (store) =>
        forgeText(store, (text) => text.replace("{", `{"account":"210987654321",`)),
      ),
  },
  {
    name: "incomplete",
    about: "A source could not be read, and the manifest says so.",
    exitCode: 2,
    faults: [{ code: "SNAPSHOT_INCOMPLETE", path: at(FIRST, "manifest.json") }],
    asOf: "2026-11-20T06:30:00Z",
    make: async () => {
      const store = new MemoryStore();
      const source = { criterion: "CC6.1", source: "iam.password-policy", region: null };
      const { expected } = sealInput(store, FIRST);
      await sealDay(store, FIRST, {
        expected: [...expected, source],
        incomplete: [{ ...source, reason: "AccessDenied on iam:GetAccountPasswordPolicy" }],
      });
      return store;
    },
  },
  {
    name: "unsigned",
    about: "The key could not be used; the manifest is kept and waits for it.",
    exitCode: 3,
    faults: [{ code: "UNSIGNED", path: at(SECOND, "manifest.json") }],
    make: () =>
      sealedBundle([FIRST, SECOND], (_day, index) => (index === 0 ? {} : { signer: null })),
  },
  {
    name: "signed-later",
    about: "The key could not be used at first; the manifest was signed afterwards.",
    exitCode: 0,
    warnings: ["SIGNED_LATER"],
    make: () =>
      changed(
        sealedBundle([FIRST, SECOND], (_day, index) => (index === 0 ? {} : { signer: null })),
        async (store) => void (await seal(sealInput(store, SECOND))),
      ),
  },
  {
    name: "not-sealed-yet",
    about: "The collectors of the newest day are done, and nothing has sealed it yet.",
    exitCode: 2,
    faults: [{ code: "NOT_SEALED", path: at(THIRD, "manifest.json") }],
    make: () => changed(twoDays(), (store) => putEvidence(store, THIRD)),
  },
  {
    name: "claim-unfinished",
    about: "A run was killed between its claim and its manifest.",
    exitCode: 2,
    faults: [{ code: "CLAIM_UNFINISHED", path: "chain/3.json" }],
    make: () =>
      changed(threeDays(), (store) => {
        for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
          store.objects.delete(at(THIRD, name));
        }
      }),
  },
  {
    name: "report-changed",
    about: "A number in a signed report was changed.",
    exitCode: 1,
    faults: [{ code: "REPORT_CHANGED", path: at(SECOND, "reports/gaps.html") }],
    make: () =>
      changed(twoDays(), async (store) => {
        const sha256 = sha256Hex(encodeManifest(manifestOf(store, SECOND)));
        const reports = [{ path: "gaps.html", bytes: utf8("<p>7 gaps</p>\n") }];
        await sealReports(store, company, snapshotOf(SECOND), sha256, reports);
        store.objects.set(at(SECOND, "reports/gaps.html"), utf8("<p>1 gap</p>\n"));
      }),
  },
];

/** `expected.json` of a vector, complete. */
export async function expectedOf(vector: Vector): Promise<Expected & { about: string }> {
  const { about, cases = [], asOf = FRESH, trustedKeys = ["company.pem"], exitCode } = vector;
  const { faults = [], warnings = [] } = vector;
  const base = { about, cases, asOf, trustedKeys, exitCode, faults, warnings };
  if (vector.knownHead === undefined) return base;
  const { sequence } = vector.knownHead;
  const day = DAYS[sequence - 1];
  if (day === undefined) throw new EvidenceError("NOT_FOUND", `No day has sequence ${sequence}.`);
  const whole: Manifest = manifestOf(await sealedBundle(DAYS.slice(0, sequence)), day);
  return { ...base, knownHead: { sequence, sha256: sha256Hex(encodeManifest(whole)) } };
}

/** The public keys that lie in `keys/`, by file name. */
export const PUBLIC_KEYS = {
  "company.pem": company.publicKeyPem,
  "next.pem": next.publicKeyPem,
  "stranger.pem": stranger.publicKeyPem,
} as const;
