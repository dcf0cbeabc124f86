import { decodeBase64, encodeBase64 } from "../../shared/integrity/base64.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import { encodeManifest, type Manifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import {
  company,
  forge,
  forgeManifest,
  manifestOf,
  sealDay,
  snapshotOf,
  stranger,
} from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";
import {
  ACCOUNT_SUMMARY,
  at,
  changed,
  FIRST,
  forgeText,
  SECOND,
  SECURITY_GROUPS,
  twoDays,
} from "./bundle-changes.ts";
import type { Vector } from "./vector.ts";

/** The order of the group of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const MANIFEST = at(SECOND, "manifest.json");
const ENVELOPE = at(SECOND, "manifest.dsse.json");
const POLICY = "CC6.1-access-controls/manual/policy.pdf";

/** Changes the envelope of the second day as JSON, and stores it canonically again. */
function withEnvelope(
  store: MemoryStore,
  change: (envelope: {
    payload: string;
    payloadType: string;
    signatures: { keyid: string; sig: string }[];
  }) => void,
): void {
  const envelope = JSON.parse(new TextDecoder().decode(store.objects.get(ENVELOPE)));
  change(envelope);
  store.objects.set(ENVELOPE, canonicalBytes(envelope));
}

/** Changes the signature of the second day. */
function withSignature(store: MemoryStore, change: (der: Uint8Array) => Uint8Array): void {
  withEnvelope(store, ({ signatures: [signature] }) => {
    if (signature === undefined) throw new Error("There is no signature.");
    const der = decodeBase64(signature.sig);
    if (der === undefined) throw new Error("The signature is no base64.");
    signature.sig = encodeBase64(change(der));
  });
}

/** r and s of a DER signature (X.690: SEQUENCE of two INTEGERs, all shorter than 128 bytes). */
function integersOf(der: Uint8Array): [Uint8Array, Uint8Array] {
  const length = der[3] ?? 0;
  const second = 4 + length;
  return [der.slice(4, second), der.slice(second + 2, second + 2 + (der[second + 1] ?? 0))];
}

function derOf(integers: readonly Uint8Array[]): Uint8Array {
  const content = integers.flatMap((bytes) => [0x02, bytes.length, ...bytes]);
  return Uint8Array.of(0x30, content.length, ...content);
}

/** A whole number as DER has it: no more zeros in front than its sign needs. */
function integerBytes(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  const bytes = Uint8Array.from(Buffer.from(even, "hex"));
  return (bytes[0] ?? 0) > 127 ? Uint8Array.of(0, ...bytes) : bytes;
}

/** Signs a changed manifest of the second day, as whoever holds the company's key could. */
function forging(change: (manifest: Manifest) => Partial<Manifest>): () => Promise<MemoryStore> {
  return () =>
    changed(twoDays(), (store) => {
      const manifest = manifestOf(store, SECOND);
      return forge(store, { ...manifest, ...change(manifest) }, [company]);
    });
}

/** Signs changed text of the second day's manifest. */
function forgingText(change: (text: string) => string): () => Promise<MemoryStore> {
  return () => changed(twoDays(), (store) => forgeText(store, change));
}

function tampering(change: (store: MemoryStore) => void): () => Promise<MemoryStore> {
  return () => changed(twoDays(), change);
}

/** Bundles whose encodings, signatures and lists break a rule, and two that only look as if. */
export const ENCODING_VECTORS: readonly Vector[] = [
  {
    name: "good-with-the-other-s",
    about: "The second signature that verifies, (r, n - s): nothing hangs on a signature's bytes.",
    exitCode: 0,
    make: tampering((store) =>
      withSignature(store, (der) => {
        const [r, s] = integersOf(der);
        const value = BigInt(`0x${Buffer.from(s).toString("hex")}`);
        return derOf([r, integerBytes(ORDER - value)]);
      }),
    ),
  },
  {
    name: "good-with-a-name-in-another-script",
    about:
      "A document whose name has letters, marks and spaces beyond ASCII, which paths may hold.",
    exitCode: 0,
    asOf: "2026-11-20T06:30:00Z",
    make: async () => {
      const store = new MemoryStore();
      await store.put(
        "CC6.1-access-controls/manual/Pru\u0308fung \u65e5\u672c.pdf",
        utf8("%PDF-1.7\n"),
      );
      await sealDay(store, FIRST);
      return store;
    },
  },
  {
    name: "signature-not-minimal",
    about: "r with a zero in front that its sign does not need: BER, not DER.",
    exitCode: 1,
    faults: [{ code: "SIGNATURE_INVALID", path: ENVELOPE }],
    asOf: "2026-11-21T06:30:00Z",
    make: tampering((store) =>
      withSignature(store, (der) => {
        const [r, s] = integersOf(der);
        return derOf([Uint8Array.of(0, ...r), s]);
      }),
    ),
  },
  {
    name: "signature-with-a-tail",
    about: "A byte after the end of the signature.",
    exitCode: 1,
    faults: [{ code: "SIGNATURE_INVALID", path: ENVELOPE }],
    asOf: "2026-11-21T06:30:00Z",
    make: tampering((store) => withSignature(store, (der) => Uint8Array.of(...der, 0))),
  },
  {
    name: "key-id-of-another-key",
    about: "A signature of the company's under the name of another key.",
    exitCode: 1,
    faults: [
      { code: "ENVELOPE_INVALID", path: ENVELOPE },
      { code: "SIGNATURE_INVALID", path: ENVELOPE },
      { code: "SIGNER_UNTRUSTED", path: ENVELOPE },
    ],
    asOf: "2026-11-21T06:30:00Z",
    make: tampering((store) =>
      withEnvelope(store, ({ signatures: [signature] }) => {
        if (signature !== undefined) signature.keyid = stranger.keyId;
      }),
    ),
  },
  {
    name: "base64-with-stray-bits",
    about: "A signature whose last character holds bits that no byte of it has.",
    exitCode: 1,
    faults: [{ code: "ENVELOPE_INVALID", path: ENVELOPE }],
    asOf: "2026-11-21T06:30:00Z",
    make: tampering((store) =>
      withEnvelope(store, (envelope) => {
        const [signature] = envelope.signatures;
        if (signature === undefined) return;
        signature.sig = withStrayBits(signature.sig);
      }),
    ),
  },
  {
    name: "base64-without-padding",
    about: "Base64 without its equals signs.",
    exitCode: 1,
    faults: [{ code: "ENVELOPE_INVALID", path: ENVELOPE }],
    asOf: "2026-11-21T06:30:00Z",
    make: tampering((store) =>
      withEnvelope(store, (envelope) => {
        envelope.payload = `${envelope.payload}`.replace(/=+$/, "");
        envelope.signatures = envelope.signatures.map(({ keyid, sig }) => ({
          keyid,
          sig: sig.replace(/=+$/, ""),
        }));
      }),
    ),
  },
  {
    name: "envelope-not-canonical",
    about: "An envelope with a line break at its end.",
    exitCode: 1,
    faults: [{ code: "ENVELOPE_INVALID", path: ENVELOPE }],
    asOf: "2026-11-21T06:30:00Z",
    make: tampering(({ objects }) => {
      objects.set(ENVELOPE, Uint8Array.of(...(objects.get(ENVELOPE) ?? []), 0x0a));
    }),
  },
  {
    name: "files-out-of-order",
    about: "A properly signed manifest whose files are not sorted.",
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: MANIFEST }],
    make: forging(({ files }) => ({ files: files.toReversed() })),
  },
  {
    name: "file-listed-twice",
    about: "A properly signed manifest that lists one file twice.",
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: MANIFEST }],
    make: forging(({ files }) => ({
      files: files.flatMap((file, index) => (index === 0 ? [file, file] : [file])),
    })),
  },
  {
    name: "manifest-with-a-byte-order-mark",
    about: "A properly signed manifest that begins with a byte order mark.",
    exitCode: 1,
    faults: [{ code: "JSON_INVALID", path: MANIFEST }],
    make: forgingText((text) => `\ufeff${text}`),
  },
  {
    name: "manifest-pretty-printed",
    about: "A properly signed manifest in lines, as people like it and RFC 8785 does not.",
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: MANIFEST }],
    make: forgingText((text) => JSON.stringify(JSON.parse(text), null, 2)),
  },
  {
    name: "manifest-with-a-fraction",
    about: "A sequence number written as 2.0: the same number, other bytes.",
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: MANIFEST }],
    make: forgingText((text) => text.replace('"sequence":2,"signer"', '"sequence":2.0,"signer"')),
  },
  {
    name: "manifest-nested-too-deep",
    about: "A properly signed manifest with 200 brackets in each other.",
    exitCode: 1,
    faults: [{ code: "JSON_INVALID", path: MANIFEST }],
    make: forgingText((text) =>
      text.replace('"gaps":[]', `"gaps":${"[".repeat(200)}${"]".repeat(200)}`),
    ),
  },
  {
    name: "manifest-with-an-unknown-member",
    about: "A properly signed manifest with one member more than manifest/1 has.",
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: MANIFEST }],
    make: forgingText((text) => text.replace('"gaps":[]', '"gaps":[],"gift":1')),
  },
  {
    name: "day-that-the-calendar-does-not-have",
    about: "A properly signed manifest that ended on 31 November.",
    exitCode: 1,
    faults: [{ code: "MANIFEST_INVALID", path: MANIFEST }],
    make: forgingText((text) =>
      text.replace('"completedAt":"2026-11-21', '"completedAt":"2026-11-31'),
    ),
  },
  {
    name: "previous-of-the-first",
    about: "The first manifest of a chain names one before it.",
    exitCode: 1,
    // The statement repeats it, and is read first.
    faults: [{ code: "ENVELOPE_INVALID", path: at(FIRST, "manifest.dsse.json") }],
    asOf: "2026-11-20T06:30:00Z",
    make: async () => {
      const store = new MemoryStore();
      await sealDay(store, FIRST);
      const previous = { sequence: 0, sha256: "0".repeat(64) };
      await forge(store, { ...manifestOf(store, FIRST), previous }, [company]);
      return store;
    },
  },
  {
    name: "merkle-root-of-other-files",
    about: "A properly signed manifest whose Merkle root is not that of its files.",
    exitCode: 1,
    faults: [{ code: "MERKLE_ROOT_WRONG", path: MANIFEST }],
    make: forging(() => ({ merkleRoot: "0".repeat(64) })),
  },
  {
    name: "source-unaccounted",
    about: "A planned source has no evidence, and nothing says that it is incomplete.",
    exitCode: 1,
    faults: [{ code: "SOURCE_UNACCOUNTED", path: MANIFEST }],
    make: forging(({ expected }) => ({
      expected: [
        { criterion: "CC6.1", source: "iam.account-password-policy", region: null },
        ...expected,
      ],
    })),
  },
  {
    name: "predicate-of-another-place",
    about: "The statement says another account than the manifest that it signs.",
    exitCode: 1,
    faults: [
      { code: "CHAIN_FOREIGN", path: MANIFEST },
      { code: "ENVELOPE_INVALID", path: ENVELOPE },
    ],
    make: () =>
      changed(twoDays(), (store) => {
        const manifest = manifestOf(store, SECOND);
        const place = { ...predicateOf(manifest), account: "210987654321" };
        return forgeManifest(store, snapshotOf(SECOND), encodeManifest(manifest), place, [company]);
      }),
  },
  {
    name: "replay-among-live-snapshots",
    about: "A replay put into a chain of live snapshots.",
    exitCode: 1,
    faults: [{ code: "CHAIN_FOREIGN", path: MANIFEST }],
    make: forging(() => ({ replayOf: "replay:2026-11-20T06-00-00Z" })),
  },
  {
    name: "claim-of-another-manifest",
    about: "A claim that names the hash of another manifest.",
    exitCode: 1,
    faults: [{ code: "CLAIM_MISMATCH", path: "chain/2.json" }],
    make: tampering(({ objects }) => {
      const text = new TextDecoder().decode(objects.get("chain/2.json"));
      const other = text.replace(
        /"manifestSha256":"[0-9a-f]{64}"/,
        `"manifestSha256":"${"0".repeat(64)}"`,
      );
      objects.set("chain/2.json", utf8(other));
    }),
  },
  {
    name: "right-to-left-override-in-a-path",
    about: "A manifest lists a name that a terminal would show backwards.",
    cases: [16],
    exitCode: 1,
    faults: [{ code: "PATH_UNSAFE", path: ACCOUNT_SUMMARY.replace(".json", "\u202enosj.exe") }],
    make: forgingText((text) =>
      text.replace(ACCOUNT_SUMMARY, ACCOUNT_SUMMARY.replace(".json", "\u202enosj.exe")),
    ),
  },
  {
    name: "manual-document-replaced",
    about: "A document that the manifests pin was replaced by another.",
    exitCode: 1,
    faults: [{ code: "FILE_CHANGED", path: POLICY }],
    asOf: "2026-11-20T06:30:00Z",
    make: async () => {
      const store = new MemoryStore();
      await store.put(POLICY, utf8("%PDF-1.7 as approved\n"));
      await sealDay(store, FIRST);
      store.objects.set(POLICY, utf8("%PDF-1.7 as rewritten\n"));
      return store;
    },
  },
  {
    name: "reports-signed-by-a-stranger",
    about: "Reports rendered and signed by somebody who has no part in the chain.",
    exitCode: 1,
    faults: [{ code: "SIGNER_UNTRUSTED", path: at(SECOND, "reports/index.dsse.json") }],
    make: () =>
      changed(twoDays(), async (store) => {
        const sha256 = sha256Hex(encodeManifest(manifestOf(store, SECOND)));
        const reports = [{ path: "gaps.html", bytes: utf8("<p>0 gaps</p>\n") }];
        await sealReports(store, stranger, snapshotOf(SECOND), sha256, reports);
      }),
  },
  {
    name: "evidence-emptied",
    about: "An evidence object without a single byte.",
    cases: [1],
    exitCode: 1,
    faults: [{ code: "FILE_CHANGED", path: SECURITY_GROUPS }],
    make: tampering(({ objects }) => void objects.set(SECURITY_GROUPS, new Uint8Array())),
  },
];

/** The same bytes in base64, with one more bit set in the last character before the padding. */
function withStrayBits(base64: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const end = base64.indexOf("=");
  if (end < 1) throw new Error("Without padding there are no bits to spare.");
  const last = alphabet.indexOf(base64[end - 1] ?? "");
  return `${base64.slice(0, end - 1)}${alphabet[last | 1]}${base64.slice(end)}`;
}
