import { describe, expect, it } from "vitest";
import { buildManifest, encodeManifest, type Manifest } from "../../shared/integrity/manifest.ts";
import { MAX_SEAL_BYTES } from "../../shared/integrity/size-limits.ts";
import { newestOf } from "../../shared/integrity/verify-chain.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { CHAIN, manifestOf } from "./sample-bundle.ts";
import { at, codes, RICH, SECOND, verify } from "./verifying.ts";

describe("a file of the seal", () => {
  const rows = [
    ["manifest", at(SECOND, "manifest.json")],
    ["envelope", at(SECOND, "manifest.dsse.json")],
    ["envelope", at(SECOND, "reports/index.dsse.json")],
    ["publicKey", at(SECOND, "public-key.pem")],
    ["claim", "chain/2.json"],
    ["reportIndex", at(SECOND, "reports/index.json")],
  ] as const;

  it.each(rows)("larger than a %s may be is refused unread: %s", async (kind, path) => {
    const store = RICH.clone();
    store.objects.set(path, new Uint8Array(MAX_SEAL_BYTES[kind] + 1));
    const { exitCode, faults } = await verify(store);
    expect(faults).toContainEqual(expect.objectContaining({ code: "FILE_TOO_LARGE", path }));
    expect(store.reads).not.toContain(path);
    expect(exitCode).toBe(1);
  });

  it.each(rows)("as large as a %s may be is read: %s", async (kind, path) => {
    const store = RICH.clone();
    store.objects.set(path, new Uint8Array(MAX_SEAL_BYTES[kind]));
    const report = await verify(store);
    expect(codes(report)).not.toContain("FILE_TOO_LARGE");
    expect(store.reads).toContain(path);
    expect(report.exitCode).toBe(1);
  });
});

it("a manifest is made as large as verifiers read, and not a byte larger", async () => {
  const { schema: _schema, merkleRoot: _root, ...input } = manifestOf(RICH, SECOND);
  const make = (lastReason: number): Promise<Manifest> => {
    const incomplete = Array.from({ length: 16_085 }, (_, index) => ({
      criterion: "CC6.1",
      source: `iam.source-${String(index).padStart(5, "0")}`,
      region: null,
      reason: "x".repeat(index === 16_084 ? lastReason : 4096),
    }));
    return buildManifest({ ...input, incomplete }, nodeCrypto);
  };
  const room = MAX_SEAL_BYTES.manifest - encodeManifest(await make(1)).length;
  expect(encodeManifest(await make(1 + room))).toHaveLength(MAX_SEAL_BYTES.manifest);
  await expect(make(2 + room)).rejects.toMatchObject({
    code: "SCHEMA_INVALID",
    fields: { path: `The manifest of ${input.snapshot}` },
    message: expect.stringContaining("67108864"),
  });
});

it("more claims than a call takes arguments are no trouble", () => {
  const claim = { schema: "claim/1", chain: CHAIN, snapshot: "", manifestSha256: "", signer: null };
  const claims = new Map(
    Array.from({ length: 300_000 }, (_, index) => [
      index + 1,
      { ...claim, schema: "claim/1" as const, sequence: index + 1 },
    ]),
  );
  expect(newestOf(claims)).toBe(300_000);
  expect(newestOf(new Map())).toBe(0);
});
