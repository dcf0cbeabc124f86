import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { encodeEnvelope, parseEnvelope } from "../../shared/integrity/dsse.ts";
import { MAX_SEAL_BYTES } from "../../shared/integrity/size-limits.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { codes, FILE, prove } from "./proving.ts";
import {
  company,
  forge,
  manifestOf,
  next,
  sealDay,
  sealedBundle,
  snapshotOf,
  stranger,
} from "./sample-bundle.ts";
import { at, FIRST, RICH, SECOND, THIRD } from "./verifying.ts";

/** The same evidence on another day. */
const fileOf = (day: string): string => FILE.replace(snapshotOf(SECOND), snapshotOf(day));

/** Three days; on the second the key changes, with consent. */
async function changedKeys(): Promise<MemoryStore> {
  const store = await sealedBundle([FIRST]);
  await sealDay(store, SECOND, { signer: next, previousSigners: [company] });
  await sealDay(store, THIRD, { signer: next });
  return store;
}

describe("trust in the seal of one file", () => {
  it.each<[string, string, typeof company, object]>([
    ["its own key", THIRD, next, { exitCode: 0, trusted: true, faults: [], warnings: [] }],
    ["the key before, which introduced its own", THIRD, company, { exitCode: 0, trusted: true }],
    [
      "the key after, which pins its manifest",
      FIRST,
      next,
      { exitCode: 0, trusted: true, warnings: [{ code: "TRUSTED_THROUGH_LINK" }] },
    ],
    [
      "a stranger's",
      THIRD,
      stranger,
      { exitCode: 1, trusted: false, faults: [{ code: "SIGNER_UNTRUSTED" }] },
    ],
  ])("comes by %s", async (_what, day, key, expected) => {
    const report = await prove(await changedKeys(), fileOf(day), [key]);
    expect(report).toMatchObject({ faults: [], warnings: [], ...expected });
  });

  it("comes by a key that another snapshot holds, where its own file is gone", async () => {
    const fourth = "2026-11-23";
    const store = await changedKeys();
    await sealDay(store, fourth, { signer: stranger, previousSigners: [next] });
    store.objects.delete(at(SECOND, "public-key.pem"));
    expect(await prove(store, fileOf(fourth), [company])).toMatchObject({
      exitCode: 0,
      trusted: true,
      faults: [],
    });
  });

  it("is asked of each manifest once for a document that none lists", async () => {
    const store = RICH.clone();
    store.objects.set(at(SECOND, "public-key.pem"), new Uint8Array());
    const report = await prove(store, "CC6.1-access-controls/manual/other.pdf");
    expect(codes(report)).toEqual(["PUBLIC_KEY_WRONG", "FILE_MISSING"]);
  });

  it("comes from no snapshot that cannot be read", async () => {
    const store = await changedKeys();
    store.objects.set(at(FIRST, "manifest.json"), new Uint8Array(MAX_SEAL_BYTES.manifest + 1));
    const report = await prove(store, fileOf(THIRD), [company]);
    expect(report).toMatchObject({ exitCode: 0, trusted: true, faults: [] });
  });

  it("needs a key from outside; the proof is made all the same", async () => {
    const report = await prove(RICH.clone(), FILE, []);
    expect(report).toMatchObject({ exitCode: 3, trusted: false, proof: { file: { path: FILE } } });
    expect(codes(report)).toEqual(["NO_TRUSTED_KEY"]);
  });

  it.each([
    ["with the key", [company], ["UNSIGNED"]],
    ["without a key", [], ["UNSIGNED", "NO_TRUSTED_KEY"]],
  ])("there is none where nobody signed, %s", async (_what, keys, faults) => {
    const store = RICH.clone();
    store.objects.delete(at(SECOND, "manifest.dsse.json"));
    const report = await prove(store, FILE, keys);
    expect(report).toMatchObject({ exitCode: 3, trusted: false, signedBy: [], proof: null });
    expect(codes(report)).toEqual(faults);
  });

  it("does not come from a signature that this release cannot check", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
    const store = await sealedBundle([SECOND]);
    const path = at(SECOND, "manifest.dsse.json");
    const envelope = parseEnvelope(store.objects.get(path) ?? new Uint8Array(), path);
    const signatures = [{ keyId: sha256Hex(spki), der: new Uint8Array(96) }];
    store.objects.set(path, encodeEnvelope({ ...envelope, signatures }));
    const report = await prove(store, FILE, [{ spki }]);
    expect(codes(report)).toContain("ALGORITHM_UNKNOWN");
    expect(report).toMatchObject({ signedBy: [], trusted: false });
  });

  it("is judged by what was read first where the seal goes meanwhile", async () => {
    const store = RICH.clone();
    const manifest = manifestOf(store, SECOND);
    const { spkiSha256 } = stranger;
    const signer = { keyId: spkiSha256, spkiSha256, algorithm: "ECDSA_SHA_256" };
    await forge(store, { ...manifest, signer }, [stranger]);
    const list = store.list.bind(store);
    store.list = async function* hiding(prefix) {
      for await (const object of list(prefix)) {
        if (object.path !== at(SECOND, "manifest.json")) yield object;
      }
    };
    const report = await prove(store);
    expect({ codes: codes(report), exitCode: report.exitCode, trusted: report.trusted }).toEqual({
      codes: ["SIGNER_UNTRUSTED"],
      exitCode: 1,
      trusted: false,
    });
  });
});
