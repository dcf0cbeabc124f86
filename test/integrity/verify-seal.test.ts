import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import { encodeEnvelope, parseEnvelope } from "../../shared/integrity/dsse.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { LockLog } from "../../shared/integrity/lock-state.ts";
import { encodeManifest, type Manifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { makeContext } from "../../shared/integrity/verify-context.ts";
import { verifySeal } from "../../shared/integrity/verify-seal.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import {
  company,
  forge,
  forgeManifest,
  manifestOf,
  next,
  snapshotOf,
  stranger,
} from "./sample-bundle.ts";
import { noted } from "./sample-links.ts";
import { at, FIRST, RICH, SECOND } from "./verifying.ts";

const MANIFEST = at(SECOND, "manifest.json");
const ENVELOPE = at(SECOND, "manifest.dsse.json");
const KEY = at(SECOND, "public-key.pem");
const SEQUENCE = 2;

type Tamper = (store: MemoryStore) => void | Promise<void>;
type Noted = ReturnType<typeof noted>;

const remove =
  (...paths: string[]): Tamper =>
  ({ objects }) => {
    for (const path of paths) objects.delete(path);
  };
const unreadable =
  (path: string, tamper?: Tamper): Tamper =>
  async (store) => {
    await tamper?.(store);
    const open = store.open.bind(store);
    store.open = async (wanted) => {
      if (wanted === path) throw new EvidenceError("STORE_UNREADABLE", "Permission denied.");
      return open(wanted);
    };
  };
/** Another manifest in the place, signed by the company as it stands. */
const forged =
  (change: (manifest: Manifest) => object): Tamper =>
  async (store) => {
    const manifest = manifestOf(store, SECOND);
    const bytes = canonicalBytes(change(manifest));
    await forgeManifest(store, manifest.snapshot, bytes, predicateOf(manifest), [company]);
  };
const put =
  (path: string, text: string): Tamper =>
  ({ objects }) =>
    void objects.set(path, utf8(text));

async function sealOf(tamper: Tamper) {
  const store = RICH.clone();
  await tamper(store);
  const log = new FaultLog();
  const keys = new KeyRing(nodeCrypto);
  await keys.trust(company.spki);
  const locks = new LockLog("2026-11-30T00:00:00Z");
  const context = makeContext(store, nodeCrypto, keys, log, locks);
  return { seal: await verifySeal(context, snapshotOf(SECOND)), faults: noted(log), keys };
}

describe("a seal", () => {
  it("that nobody touched is read whole", async () => {
    const { seal, faults } = await sealOf(() => undefined);
    const manifest = manifestOf(RICH, SECOND);
    const sha256 = await nodeCrypto.sha256(encodeManifest(manifest));
    expect(seal).toMatchObject({
      sha256,
      signedSha256: sha256,
      place: predicateOf(manifest),
      manifest,
      envelope: { keyIds: [company.keyId], trusted: true },
      envelopeFile: "there",
    });
    expect(faults).toEqual([]);
  });

  it.each<[string, Tamper, Noted]>([
    ["whose manifest is gone", remove(MANIFEST), []],
    ["whose manifest cannot be read", unreadable(MANIFEST), [["UNREADABLE", MANIFEST, undefined]]],
  ])("%s is none", async (_what, tamper, expected) => {
    const { seal, faults } = await sealOf(tamper);
    expect([seal, faults]).toEqual([undefined, expected]);
  });

  it.each<[string, Tamper, Noted, "manifest" | "place" | "nothing", string?]>([
    [
      "without a signature",
      remove(ENVELOPE),
      [["UNSIGNED", MANIFEST, undefined]],
      "manifest",
      "gone",
    ],
    [
      "without signature and key",
      remove(ENVELOPE, KEY),
      [["UNSIGNED", MANIFEST, undefined]],
      "manifest",
      "gone",
    ],
    [
      "whose envelope cannot be read",
      unreadable(ENVELOPE),
      [["UNREADABLE", ENVELOPE, undefined]],
      "nothing",
      "unreadable",
    ],
    [
      "whose envelope is none",
      put(ENVELOPE, "{}"),
      [["ENVELOPE_INVALID", ENVELOPE, undefined]],
      "manifest",
    ],
    [
      "whose signature is of another payload, which is not read",
      ({ objects }) => {
        const own = parseEnvelope(objects.get(ENVELOPE) ?? utf8(""), ENVELOPE);
        const signatures = own.signatures.map(({ keyId, der }) => ({ keyId, der }));
        const { payload } = parseEnvelope(
          objects.get(at(FIRST, "manifest.dsse.json")) ?? utf8(""),
          ENVELOPE,
        );
        objects.set(ENVELOPE, encodeEnvelope({ ...own, signatures, payload }));
      },
      [["SIGNATURE_INVALID", ENVELOPE, undefined]],
      "nothing",
    ],
    ["without its key", remove(KEY), [["FILE_MISSING", KEY, undefined]], "manifest"],
    ["whose key cannot be read", unreadable(KEY), [["UNREADABLE", KEY, undefined]], "manifest"],
    ["whose key is none", put(KEY, "x"), [["PUBLIC_KEY_WRONG", KEY, undefined]], "manifest"],
    [
      "whose key is no text",
      ({ objects }) => void objects.set(KEY, Uint8Array.of(0xff)),
      [["PUBLIC_KEY_WRONG", KEY, undefined]],
      "manifest",
    ],
    [
      "whose key is written otherwise",
      put(KEY, `${company.publicKeyPem}\n`),
      [["PUBLIC_KEY_WRONG", KEY, undefined]],
      "manifest",
    ],
    [
      "whose key is another one",
      put(KEY, stranger.publicKeyPem),
      [["PUBLIC_KEY_WRONG", KEY, SEQUENCE]],
      "manifest",
    ],
    [
      "whose manifest is not the one that was signed",
      put(MANIFEST, "{}"),
      [["MANIFEST_CHANGED", MANIFEST, SEQUENCE]],
      "place",
    ],
    [
      "of what is no JSON",
      async (store) => {
        const manifest = manifestOf(store, SECOND);
        const place = predicateOf(manifest);
        await forgeManifest(store, manifest.snapshot, utf8("{"), place, [company]);
      },
      [["JSON_INVALID", MANIFEST, undefined]],
      "place",
    ],
    [
      "of a later schema",
      forged((manifest) => ({ ...manifest, schema: "manifest/2" })),
      [["SCHEMA_UNKNOWN", MANIFEST, undefined]],
      "place",
    ],
    [
      "of an algorithm that is not known",
      forged((manifest) => ({
        ...manifest,
        signer: { ...manifest.signer, algorithm: "ED25519" },
      })),
      [["ALGORITHM_UNKNOWN", MANIFEST, undefined]],
      "place",
    ],
    [
      "of an unsafe path",
      forged((manifest) => ({ ...manifest, files: [{ path: "../a" }] })),
      [["PATH_UNSAFE", "../a", undefined]],
      "place",
    ],
    [
      "of a manifest that breaks a rule",
      forged((manifest) => ({ ...manifest, account: "1" })),
      [["MANIFEST_INVALID", MANIFEST, undefined]],
      "place",
    ],
    [
      "whose statement gives another place",
      async (store) => {
        const manifest = manifestOf(store, SECOND);
        const place = { ...predicateOf(manifest), account: "210987654321" };
        await forgeManifest(store, manifest.snapshot, encodeManifest(manifest), place, [company]);
      },
      [["ENVELOPE_INVALID", ENVELOPE, SEQUENCE]],
      "place",
    ],
    [
      "of another snapshot",
      ({ objects }) => {
        for (const name of ["manifest.json", "manifest.dsse.json", "public-key.pem"]) {
          objects.set(at(SECOND, name), objects.get(at(FIRST, name)) ?? utf8(""));
        }
      },
      [["MANIFEST_MISPLACED", MANIFEST, 1]],
      "place",
    ],
    [
      "of a manifest without a signer, signed afterwards",
      forged((manifest) => ({ ...manifest, signer: null })),
      [["SIGNED_LATER", MANIFEST, SEQUENCE]],
      "manifest",
    ],
    [
      "by another than the manifest names",
      async (store) => forge(store, manifestOf(store, SECOND), [next]),
      [
        ["PUBLIC_KEY_WRONG", KEY, SEQUENCE],
        ["SIGNATURE_INVALID", ENVELOPE, SEQUENCE],
      ],
      "manifest",
    ],
  ])("%s", async (_what, tamper, expected, known, envelopeFile = "there") => {
    const { seal, faults } = await sealOf(tamper);
    expect(faults).toEqual(expected);
    expect({
      manifest: seal?.manifest !== undefined,
      place: seal?.place !== undefined,
      envelopeFile: seal?.envelopeFile,
    }).toEqual({
      manifest: known === "manifest",
      place: known !== "nothing",
      envelopeFile,
    });
  });

  it("without signature and signer names nobody", async () => {
    const { seal, faults } = await sealOf(async (store) => {
      await forged((manifest) => ({ ...manifest, signer: null }))(store);
      remove(ENVELOPE)(store);
    });
    expect(faults).toEqual([["UNSIGNED", MANIFEST, undefined]]);
    expect(seal?.envelope).toBeUndefined();
  });

  it.each([
    ["introduces the next key where a trusted one signs too", [next, company], true],
    ["introduces nobody by itself", [next], false],
  ] as const)("%s", async (_what, signers, introduced) => {
    const { keys } = await sealOf(async (store) => {
      const manifest = manifestOf(store, SECOND);
      const signer = { keyId: "k", spkiSha256: next.keyId, algorithm: "ECDSA_SHA_256" };
      await forge(store, { ...manifest, signer }, [...signers]);
    });
    expect(keys.trustIn(next.keyId)).toBe(introduced ? "introduced" : "none");
  });
});
