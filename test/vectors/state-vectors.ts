import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { seal } from "../../shared/snapshot/seal.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import {
  company,
  manifestOf,
  putEvidence,
  sealDay,
  sealedBundle,
  sealInput,
  snapshotOf,
} from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import {
  ACCOUNT_SUMMARY,
  at,
  changed,
  FIRST,
  forgeText,
  SECOND,
  THIRD,
  threeDays,
  twoDays,
} from "./bundle-changes.ts";
import type { Vector } from "./vector.ts";

/** Bundles that are unknown, malformed, incomplete, unsigned or unfinished. */
export const STATE_VECTORS: readonly Vector[] = [
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
    name: "unknown-schema-beside-a-key-that-is-none",
    about: "A manifest of a later release, and a public-key.pem that holds something else.",
    exitCode: 1,
    faults: [
      { code: "PUBLIC_KEY_WRONG", path: at(SECOND, "public-key.pem") },
      { code: "SCHEMA_UNKNOWN", path: at(SECOND, "manifest.json") },
    ],
    make: () =>
      changed(twoDays(), async (store) => {
        await forgeText(store, (text) => text.replace('"manifest/1"', '"manifest/2"'));
        store.objects.set(at(SECOND, "public-key.pem"), utf8("the key is in the mail\n"));
      }),
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
