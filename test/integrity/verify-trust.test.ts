import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeEnvelope, parseEnvelope } from "../../shared/integrity/dsse.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { MAX_SEAL_BYTES } from "../../shared/integrity/size-limits.ts";
import { spkiToPem } from "../../shared/integrity/spki.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import {
  company,
  flipByte,
  forge,
  forgeManifest,
  manifestOf,
  next,
  sealedBundle,
  stranger,
} from "./sample-bundle.ts";

import { at, codes, FIRST, RICH, SECOND, THIRD, verify, warned } from "./verifying.ts";

describe("trust", () => {
  const both = [FIRST, SECOND, THIRD];
  const keyChange = (): Promise<MemoryStore> =>
    sealedBundle(both, (_day, index) =>
      index === 0 ? {} : { signer: next, previousSigners: [company] },
    );
  const later = { asOf: "2026-11-22T06:30:00Z" };

  test("in the old key reaches past a key change that it signed", async () => {
    const report = await verify(await keyChange(), [company], later);
    expect({ exitCode: report.exitCode, warnings: warned(report) }).toEqual({
      exitCode: 0,
      warnings: ["KEY_CHANGED"],
    });
    expect(report.signer).toEqual({
      keyId: next.keyId,
      algorithm: "ECDSA_SHA_256",
      trusted: true,
      trust: "introduced",
    });
  });

  test("in the new key reaches back along the links", async () => {
    const report = await verify(await keyChange(), [next], later);
    expect({ exitCode: report.exitCode, warnings: warned(report) }).toEqual({
      exitCode: 0,
      warnings: ["TRUSTED_THROUGH_LINK", "KEY_CHANGED"],
    });
  });

  test("does not reach back to a manifest that the link does not name", async () => {
    const store = await keyChange();
    await forge(store, { ...manifestOf(store, FIRST), nonce: "changed" }, [company]);
    const report = await verify(store, [next], later);
    expect(codes(report)).toEqual(["SIGNER_UNTRUSTED", "LINK_BROKEN"]);
  });

  test("does not come from the key that lies in the bundle", async () => {
    const store = await sealedBundle([FIRST, SECOND], () => ({ signer: stranger }));
    expect(codes(await verify(store, [company, next]))).toEqual(["SIGNER_UNTRUSTED"]);
  });

  test.each<[string, readonly string[], number, string[]]>([
    ["of the key in the bundle is enough", [company.spkiSha256], 0, []],
    ["among others too", [stranger.spkiSha256, company.spkiSha256], 0, []],
    ["of another key is not", [stranger.spkiSha256], 1, ["SIGNER_UNTRUSTED"]],
  ])("a fingerprint %s", async (_says, trustedFingerprints, exitCode, found) => {
    const report = await verify(RICH, [], { trustedFingerprints });
    expect({ exitCode: report.exitCode, codes: codes(report) }).toEqual({ exitCode, codes: found });
    expect(report.signer?.trusted).toBe(exitCode === 0);
  });

  test.each<[string, (store: MemoryStore) => void]>([
    ["is gone", (store) => store.objects.delete(at(FIRST, "public-key.pem"))],
    [
      "is a stranger's",
      (store) => store.objects.set(at(FIRST, "public-key.pem"), utf8(spkiToPem(stranger.spki))),
    ],
    [
      "is one of two",
      (store) => {
        const both = spkiToPem(stranger.spki) + spkiToPem(company.spki);
        store.objects.set(at(FIRST, "public-key.pem"), utf8(both));
      },
    ],
    [
      "is too large to be read",
      (store) => {
        const padded = spkiToPem(stranger.spki).padEnd(MAX_SEAL_BYTES.publicKey + 1);
        store.objects.set(at(FIRST, "public-key.pem"), utf8(padded));
      },
    ],
  ])(
    "a fingerprint leads to what its key leads to where the first key file %s",
    async (_how, change) => {
      const store = RICH.clone();
      change(store);
      const byKey = await verify(store);
      const byFingerprint = await verify(store, [], { trustedFingerprints: [company.spkiSha256] });
      expect(byKey.exitCode).toBe(1);
      expect(byFingerprint).toEqual(byKey);
    },
  );

  test("a fingerprint leads past a key file that cannot be read, and past no defect", async () => {
    const failing = (failure: Error): EvidenceReader => ({
      list: (prefix) => RICH.list(prefix),
      read: (path) => RICH.read(path),
      open: async (path) => {
        if (path === at(FIRST, "public-key.pem")) throw failure;
        return RICH.open(path);
      },
    });
    const unreadable = failing(new EvidenceError("STORE_UNREADABLE", "The disk is bad."));
    const byFingerprint = { trustedFingerprints: [company.spkiSha256] };
    const report = await verify(unreadable, [], byFingerprint);
    expect(codes(report)).toEqual(["UNREADABLE"]);
    const defect = verify(failing(new TypeError("a defect")), [], byFingerprint);
    await expect(defect).rejects.toThrow("a defect");
  });

  test("for a fingerprint no more key files are read than lead to its key", async () => {
    const read: string[] = [];
    const reader: EvidenceReader = {
      list: (prefix) => RICH.list(prefix),
      read: (path) => RICH.read(path),
      open: (path) => {
        read.push(path);
        return RICH.open(path);
      },
    };
    const keyFiles = async (trustedFingerprints: readonly string[]) => {
      read.length = 0;
      await verify(reader, [], { trustedFingerprints });
      return read.filter((path) => path.endsWith("public-key.pem"));
    };
    const each = [FIRST, SECOND].map((day) => at(day, "public-key.pem"));
    expect(await keyFiles([])).toEqual(each);
    expect(await keyFiles([company.spkiSha256])).toEqual([each[0], ...each]);
    expect(await keyFiles([company.spkiSha256, next.spkiSha256])).toEqual([...each, ...each]);
  });

  test("a fingerprint trusts no key that lies where its key should", async () => {
    const store = await sealedBundle([FIRST, SECOND], () => ({ signer: stranger }));
    const report = await verify(store, [], { trustedFingerprints: [company.spkiSha256] });
    expect(codes(report)).toEqual(["SIGNER_UNTRUSTED"]);
    expect(report.signer).toMatchObject({ keyId: stranger.spkiSha256, trust: "none" });
  });

  test("a fingerprint does not trust what the bundle no longer holds", async () => {
    const store = RICH.clone();
    for (const day of [FIRST, SECOND]) store.objects.delete(at(day, "public-key.pem"));
    const report = await verify(store, [], { trustedFingerprints: [company.spkiSha256] });
    expect(report.exitCode).toBe(1);
    expect(codes(report)).toContain("FILE_MISSING");
  });

  test("without any key there is none, but the bundle can still agree with itself", async () => {
    const good = await verify(RICH, []);
    expect(good).toMatchObject({ exitCode: 3, consistent: true });
    const store = RICH.clone();
    flipByte(store, at(SECOND, "findings.json"), 3);
    const bad = await verify(store, []);
    expect(bad).toMatchObject({ exitCode: 1, consistent: false });
    expect(codes(bad)).toEqual(["FILE_CHANGED", "NO_TRUSTED_KEY"]);
  });

  test("a second signature by someone without a part in the manifest is tampering", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    await forge(store, manifestOf(store, SECOND), [company, stranger]);
    expect(codes(await verify(store))).toEqual(["ENVELOPE_INVALID"]);
  });

  test("a manifest that names one signer and is signed by another is tampering", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const signer = { ...manifestOf(store, SECOND).signer, spkiSha256: stranger.spkiSha256 };
    const manifest = {
      ...manifestOf(store, SECOND),
      signer: { ...signer, keyId: "k", algorithm: "ECDSA_SHA_256" },
    };
    await forge(store, manifest, [company]);
    expect(codes(await verify(store))).toEqual([
      "PUBLIC_KEY_WRONG",
      "SIGNATURE_INVALID",
      "CLAIM_MISMATCH",
    ]);
  });

  test("nothing is read from a payload whose signature does not match", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const path = at(SECOND, "manifest.dsse.json");
    const envelope = parseEnvelope(store.objects.get(path) ?? new Uint8Array(), path);
    store.objects.set(path, encodeEnvelope({ ...envelope, payload: utf8("not JSON") }));
    store.objects.set(at(SECOND, "manifest.json"), utf8("not JSON either"));
    expect(codes(await verify(store))).toEqual(["SIGNATURE_INVALID"]);
  });

  test("a signature by a trusted key of another algorithm cannot be verified", async () => {
    const spki = new Uint8Array(
      generateKeyPairSync("ec", { namedCurve: "P-384" }).publicKey.export({
        type: "spki",
        format: "der",
      }),
    );
    const store = await sealedBundle([FIRST]);
    const path = at(FIRST, "manifest.dsse.json");
    const envelope = parseEnvelope(store.objects.get(path) ?? new Uint8Array(), path);
    const signatures = [{ keyId: sha256Hex(spki), der: new Uint8Array(96) }];
    store.objects.set(path, encodeEnvelope({ ...envelope, signatures }));
    store.objects.delete(at(FIRST, "public-key.pem"));
    expect(codes(await verify(store, [{ spki }]))).toContain("ALGORITHM_UNKNOWN");
  });

  test("a statement that gives the snapshot another place than its manifest is tampering", async () => {
    const store = await sealedBundle([FIRST, SECOND]);
    const manifest = manifestOf(store, SECOND);
    const place = { ...predicateOf(manifest), account: "210987654321" };
    await forgeManifest(store, manifest.snapshot, encodeManifest(manifest), place, [company]);
    expect(codes(await verify(store))).toContain("ENVELOPE_INVALID");
  });
});
