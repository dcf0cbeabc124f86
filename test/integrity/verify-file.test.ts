import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import {
  type InclusionProof,
  parseInclusionProof,
} from "../../shared/integrity/inclusion-proof.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { predicateOf } from "../../shared/integrity/statement.ts";
import { type FileReport, verifyFile } from "../../shared/integrity/verify-file.ts";
import { verifyProof } from "../../shared/integrity/verify-proof.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { openedBytes } from "../../shared/store/opened-object.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import {
  company,
  flipByte,
  forge,
  forgeManifest,
  manifestOf,
  next,
  sealDay,
  sealedBundle,
  snapshotOf,
  stranger,
} from "./sample-bundle.ts";
import { at, FIRST, RICH, SECOND, THIRD } from "./verifying.ts";

const FILE = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;
const OTHER = `CC6.6-network-boundary/${snapshotOf(SECOND)}/ec2.security-groups.eu-west-1.json`;
const POLICY = "CC6.1-access-controls/manual/policy.pdf";

const prove = (
  reader: EvidenceReader,
  path = FILE,
  trustedKeys: readonly { spki: Uint8Array }[] = [company],
): Promise<FileReport> =>
  verifyFile({ reader, crypto: nodeCrypto, trustedKeys, asOf: "2026-11-21T06:30:00Z", path });

const codes = ({ faults }: FileReport): string[] => faults.map(({ code }) => code);

describe("one file", () => {
  it.each([
    FILE,
    OTHER,
    at(SECOND, "config.json"),
    `external/${snapshotOf(FIRST)}/findings.ndjson`,
    POLICY,
  ])("is proven: %s", async (path) => {
    const report = await prove(RICH.clone(), path);
    expect(report).toMatchObject({ exitCode: 0, faults: [], trusted: true, lock: null });
    expect(report.signedBy).toEqual([company.spkiSha256]);
    expect(report.proof).toMatchObject({ schema: "inclusion-proof/1", file: { path } });
    // The newest manifest that pins a document proves it.
    if (path === POLICY) expect(report.proof?.snapshot).toBe(snapshotOf(SECOND));
  });

  it("is proven from its seal alone: no other evidence is read", async () => {
    const store = RICH.clone();
    await prove(store);
    const seal = ["manifest.json", "manifest.dsse.json", "public-key.pem"];
    expect([...new Set(store.reads)].toSorted()).toEqual(
      [FILE, ...seal.map((name) => at(SECOND, name))].toSorted(),
    );
  });

  it("is proven whatever is wrong with others", async () => {
    const store = RICH.clone();
    flipByte(store, OTHER, 40);
    store.objects.set(`CC6.1-access-controls/${snapshotOf(SECOND)}/more.json`, utf8("{}"));
    flipByte(store, at(FIRST, "manifest.json"), 40);
    expect(await prove(store)).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each<[string, string[], number, (store: MemoryStore) => unknown, string?]>([
    ["has a bit flipped", ["FILE_CHANGED"], 1, (store) => flipByte(store, FILE, 40)],
    [
      "was swapped with another",
      ["FILE_CHANGED"],
      1,
      (store) => store.objects.set(FILE, store.objects.get(OTHER) ?? utf8("")),
    ],
    ["outgrew what was sealed", ["FILE_CHANGED"], 1, (store) => store.objects.set(FILE, BIG)],
    ["is gone", ["FILE_MISSING"], 1, (store) => store.objects.delete(FILE)],
    [
      "stands there unlisted",
      ["UNLISTED_FILE"],
      1,
      (store) => store.objects.set(`${FILE}x`, utf8("{}")),
      `${FILE}x`,
    ],
    ["is not there and unlisted", ["FILE_MISSING"], 1, () => undefined, `${FILE}x`],
    [
      "is sealed by a changed manifest",
      ["MANIFEST_CHANGED"],
      1,
      (store) => flipByte(store, at(SECOND, "manifest.json"), 100),
    ],
    [
      "has no manifest",
      ["NO_MANIFEST"],
      3,
      (store) => store.objects.delete(at(SECOND, "manifest.json")),
    ],
    [
      "is not signed",
      ["UNSIGNED"],
      3,
      (store) => store.objects.delete(at(SECOND, "manifest.dsse.json")),
    ],
    [
      "is signed again by a stranger",
      ["SIGNER_UNTRUSTED"],
      1,
      (store) => {
        const manifest = manifestOf(store, SECOND);
        const { spkiSha256 } = stranger;
        const signer = { keyId: spkiSha256, spkiSha256, algorithm: "ECDSA_SHA_256" };
        return forge(store, { ...manifest, signer }, [stranger]);
      },
    ],
    [
      "is under a root that is not that of the files",
      ["MERKLE_ROOT_WRONG"],
      1,
      (store) => {
        const manifest = { ...manifestOf(store, SECOND), merkleRoot: "0".repeat(64) };
        const bytes = encodeManifest(manifest);
        return forgeManifest(store, manifest.snapshot, bytes, predicateOf(manifest), [company]);
      },
    ],
  ])("that %s is not proven", async (_what, expected, exitCode, change, path) => {
    const store = RICH.clone();
    await change(store);
    const report = await prove(store, path);
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: expected,
      exitCode,
    });
  });

  it("cannot be proven without a trusted key, and the proof is made all the same", async () => {
    const report = await prove(RICH.clone(), FILE, []);
    expect(report).toMatchObject({ exitCode: 3, trusted: false, proof: { file: { path: FILE } } });
    expect(codes(report)).toEqual(["NO_TRUSTED_KEY"]);
  });

  it.each<[string, typeof company, number, string[], string[]]>([
    ["its own key", next, 0, [], []],
    ["the key before, which introduced its own", company, 0, [], []],
    ["a stranger's", stranger, 1, ["SIGNER_UNTRUSTED"], []],
  ])("of a chain whose key changed is judged by %s", async (_what, key, exitCode, faults) => {
    const store = await sealedBundle([FIRST]);
    await sealDay(store, SECOND, { signer: next, previousSigners: [company] });
    await sealDay(store, THIRD, { signer: next });
    const path = FILE.replace(snapshotOf(SECOND), snapshotOf(THIRD));
    const report = await prove(store, path, [key]);
    expect({ exitCode: report.exitCode, codes: codes(report) }).toEqual({
      exitCode,
      codes: faults,
    });
    expect(report.trusted).toBe(exitCode === 0);
  });

  it("of a manifest that a later trusted one pins is proven, with a note", async () => {
    const store = await sealedBundle([FIRST]);
    await sealDay(store, SECOND, { signer: next, previousSigners: [company] });
    const path = FILE.replace(snapshotOf(SECOND), snapshotOf(FIRST));
    const { exitCode, trusted, warnings } = await prove(store, path, [next]);
    expect({ exitCode, trusted }).toEqual({ exitCode: 0, trusted: true });
    expect(warnings.map(({ code }) => code)).toEqual(["TRUSTED_THROUGH_LINK"]);
  });

  it("in a bucket is read in the version that was sealed, and its history told", async () => {
    const bucket = new VersionedStore();
    await sealDay(bucket, SECOND);
    expect(await prove(bucket)).toMatchObject({
      exitCode: 0,
      lock: { governance: 4, unlocked: 0 },
    });
    bucket.overwrite(FILE, utf8("{}\n"));
    bucket.hide(FILE);
    expect(codes(await prove(bucket))).toEqual(["FILE_OVERWRITTEN", "FILE_HIDDEN"]);
  });

  it.each([
    ["../outside.json"],
    ["chain/1.json"],
    [at(SECOND, "manifest.json")],
    ["inbox/new.pdf"],
    ["somewhere/else.json"],
    [""],
  ])("that no manifest lists is refused: %j", async (path) => {
    await expect(prove(RICH.clone(), path)).rejects.toMatchObject({ code: "USAGE" });
  });
});

const BIG = new Uint8Array(100_000);

async function proofOf(path = FILE): Promise<InclusionProof> {
  const { proof } = await prove(RICH.clone(), path);
  if (proof === null) throw new Error("no proof");
  return proof;
}

const check = (
  proof: InclusionProof,
  bytes: Uint8Array | undefined,
  trustedKeys: readonly { spki: Uint8Array }[] = [company],
): Promise<FileReport> =>
  verifyProof({
    proof,
    open: async () => (bytes === undefined ? undefined : openedBytes(bytes)),
    crypto: nodeCrypto,
    trustedKeys,
    asOf: "2026-11-21T06:30:00Z",
  });

describe("a proof beside its file", () => {
  const bytes = RICH.objects.get(FILE);

  it("is enough, without the bundle", async () => {
    const report = await check(await proofOf(), bytes);
    expect(report).toMatchObject({ exitCode: 0, faults: [], trusted: true });
  });

  it("survives being written and read, alone or in its report", async () => {
    const report = await prove(RICH.clone());
    const proof = await proofOf();
    for (const written of [report, proof]) {
      const read = parseInclusionProof(utf8(JSON.stringify(written, null, 2)), "proof.json");
      expect(await check(read, bytes)).toMatchObject({ exitCode: 0 });
    }
  });

  it.each<[string, string[], number, Partial<InclusionProof> | ((one: InclusionProof) => object)]>([
    [
      "another path",
      ["PROOF_INVALID"],
      1,
      ({ auditPath }) => ({ auditPath: auditPath.toReversed() }),
    ],
    [
      "a shorter path",
      ["PROOF_INVALID"],
      1,
      ({ auditPath }) => ({ auditPath: auditPath.slice(1) }),
    ],
    ["another index", ["PROOF_INVALID"], 1, ({ leafIndex }) => ({ leafIndex: leafIndex + 1 })],
    ["another size of the tree", ["PROOF_INVALID"], 1, { treeSize: 100 }],
    ["another root", ["PROOF_INVALID"], 1, { merkleRoot: "0".repeat(64) }],
    ["another leaf", ["PROOF_INVALID"], 1, { leafHash: "0".repeat(64) }],
    ["another hash of the manifest", ["PROOF_INVALID"], 1, { manifestSha256: "0".repeat(64) }],
    ["another number", ["PROOF_INVALID"], 1, { sequence: 7 }],
    [
      "another hash of the file",
      ["PROOF_INVALID"],
      1,
      ({ file }) => ({ file: { ...file, sha256: "0".repeat(64) } }),
    ],
    [
      "the manifest changed",
      ["MANIFEST_CHANGED"],
      1,
      ({ manifest }) => ({ manifest: manifest.replace('"nonce":null', '"nonce":"x"') }),
    ],
    ["an envelope that is none", ["ENVELOPE_INVALID"], 1, { envelope: { payload: "" } }],
    ["no public key", ["PUBLIC_KEY_WRONG"], 1, { publicKey: "" }],
  ])("with %s is refused", async (_what, expected, exitCode, change) => {
    const proof = await proofOf();
    const changed = typeof change === "function" ? change(proof) : change;
    const report = await check({ ...proof, ...changed }, bytes);
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: expect.arrayContaining(expected),
      exitCode,
    });
  });

  it("of another file is refused", async () => {
    expect(codes(await check(await proofOf(OTHER), bytes))).toEqual(["FILE_CHANGED"]);
  });

  it("without the file is refused", async () => {
    expect(codes(await check(await proofOf(), undefined))).toEqual(["FILE_MISSING"]);
  });

  it("that a stranger made anew is not trusted", async () => {
    const store = RICH.clone();
    const manifest = manifestOf(store, SECOND);
    const { spkiSha256 } = stranger;
    const signer = { keyId: spkiSha256, spkiSha256, algorithm: "ECDSA_SHA_256" };
    await forge(store, { ...manifest, signer }, [stranger]);
    const { proof } = await prove(store, FILE, [stranger]);
    if (proof === null) throw new Error("no proof");
    expect(codes(await check(proof, bytes))).toEqual(["SIGNER_UNTRUSTED"]);
    expect(codes(await check(proof, bytes, []))).toEqual(["NO_TRUSTED_KEY"]);
  });

  it.each<[string, Uint8Array, string]>([
    ["no JSON", utf8("proof"), "JSON_INVALID"],
    ["a report without a proof", utf8('{"proof": null}'), "SCHEMA_INVALID"],
    ["another schema", utf8('{"schema": "inclusion-proof/2"}'), "SCHEMA_UNKNOWN"],
    ["too little", canonicalBytes({ schema: "inclusion-proof/1" }), "SCHEMA_INVALID"],
  ])("that is %s is not read", (_what, written, code) => {
    expect(() => parseInclusionProof(written, "proof.json")).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
