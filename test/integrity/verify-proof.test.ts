import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import {
  type InclusionProof,
  parseInclusionProof,
} from "../../shared/integrity/inclusion-proof.ts";
import type { FileReport } from "../../shared/integrity/verify-file.ts";
import { verifyProof } from "../../shared/integrity/verify-proof.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { openedBytes } from "../../shared/store/opened-object.ts";
import { codes, FILE, OTHER, POLICY, prove } from "./proving.ts";
import { company, forge, manifestOf, snapshotOf, stranger } from "./sample-bundle.ts";
import { FIRST, RICH, SECOND } from "./verifying.ts";

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

  it.each([FILE, POLICY])("is enough, without the bundle: %s", async (path) => {
    const report = await check(await proofOf(path), RICH.objects.get(path));
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

  it.each<[string, string[], Partial<InclusionProof> | ((one: InclusionProof) => object)]>([
    ["another path", ["PROOF_INVALID"], (one) => ({ auditPath: one.auditPath.toReversed() })],
    ["a shorter path", ["PROOF_INVALID"], (one) => ({ auditPath: one.auditPath.slice(1) })],
    ["another index", ["PROOF_INVALID"], ({ leafIndex }) => ({ leafIndex: leafIndex + 1 })],
    ["another size of the tree", ["PROOF_INVALID"], { treeSize: 100 }],
    ["another root", ["PROOF_INVALID"], { merkleRoot: "0".repeat(64) }],
    ["another leaf", ["PROOF_INVALID"], { leafHash: "0".repeat(64) }],
    ["another hash of the manifest", ["PROOF_INVALID"], { manifestSha256: "0".repeat(64) }],
    ["another number", ["PROOF_INVALID"], { sequence: 7 }],
    [
      "another hash of the file",
      ["PROOF_INVALID"],
      ({ file }) => ({ file: { ...file, sha256: "0".repeat(64) } }),
    ],
    [
      "the manifest changed",
      ["MANIFEST_CHANGED"],
      ({ manifest }) => ({ manifest: manifest.replace('"nonce":null', '"nonce":"x"') }),
    ],
    [
      "an envelope that is none",
      ["ENVELOPE_INVALID"],
      ({ envelope }) => ({ envelope: { ...envelope, payload: "." } }),
    ],
    ["no public key", ["PUBLIC_KEY_WRONG"], { publicKey: "" }],
    ["another snapshot", ["PROOF_INVALID"], { snapshot: snapshotOf(FIRST) }],
    ["a snapshot that has no such name", ["PROOF_INVALID"], { snapshot: "yesterday" }],
  ])("with %s is refused", async (_what, expected, change) => {
    const proof = await proofOf();
    const changed = typeof change === "function" ? change(proof) : change;
    const report = await check({ ...proof, ...changed }, bytes);
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: expected,
      exitCode: 1,
    });
  });

  it.each<[string, string]>([
    [snapshotOf(FIRST), "MANIFEST_MISPLACED"],
    ["yesterday", "PROOF_INVALID"],
  ])("of a document that names the snapshot %s is refused", async (snapshot, code) => {
    const proof = { ...(await proofOf(POLICY)), snapshot };
    const report = await check(proof, RICH.objects.get(POLICY));
    expect({ codes: codes(report), exitCode: report.exitCode }).toEqual({
      codes: [code],
      exitCode: 1,
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
    ["no JSON", utf8("proof"), "SCHEMA_UNKNOWN"],
    ["no text", Uint8Array.of(0xff), "SCHEMA_UNKNOWN"],
    ["a report without a proof", utf8('{"proof": null}'), "SCHEMA_UNKNOWN"],
    ["another schema", utf8('{"schema": "inclusion-proof/2"}'), "SCHEMA_UNKNOWN"],
    ["too little", canonicalBytes({ schema: "inclusion-proof/1" }), "SCHEMA_INVALID"],
  ])("that is %s is not read", (_what, written, code) => {
    expect(() => parseInclusionProof(written, "proof.json")).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
