import { describe, expect, it } from "vitest";
import { readWitnessContext, witnessContext } from "../../shared/integrity/witness.ts";

const MANIFEST = { chain: "c".repeat(32), sequence: 7, manifestSha256: "ab".repeat(32) };
const CONTEXT = {
  "soc2-evidence:schema": "witness/1",
  "soc2-evidence:chain": "c".repeat(32),
  "soc2-evidence:sequence": "7",
  "soc2-evidence:manifest-sha256": "ab".repeat(32),
};

describe("the encryption context of a witness", () => {
  it("is text that is neither secret nor evidence", () => {
    expect(witnessContext(MANIFEST)).toEqual(CONTEXT);
  });

  it.each([
    ["with the smallest number", 1],
    ["with the largest", 999_999_999_999_999],
  ])("is read as it was written, %s", (_says, sequence) => {
    const manifest = { ...MANIFEST, sequence };
    expect(readWitnessContext(witnessContext(manifest))).toEqual(manifest);
  });

  it.each<[string, object]>([
    ["empty", {}],
    ["another's", { Department: "Engineering" }],
    ["without a chain", { ...CONTEXT, "soc2-evidence:chain": undefined }],
    ["with a chain that is no text", { ...CONTEXT, "soc2-evidence:chain": 1 }],
  ])("is none of ours when it is %s", (_says, context) => {
    expect(readWitnessContext({ ...context })).toBeUndefined();
  });

  it.each<[string, object]>([
    ["another schema", { "soc2-evidence:schema": "witness/2" }],
    ["no sequence", { "soc2-evidence:sequence": undefined }],
    ["a sequence that is no text", { "soc2-evidence:sequence": 7 }],
    ["sequence 0", { "soc2-evidence:sequence": "0" }],
    ["a sequence with a zero before it", { "soc2-evidence:sequence": "07" }],
    ["a sequence with a sign", { "soc2-evidence:sequence": "+7" }],
    ["a sequence with more behind it", { "soc2-evidence:sequence": "7 " }],
    ["a sequence of sixteen digits", { "soc2-evidence:sequence": "1".repeat(16) }],
    ["no hash", { "soc2-evidence:manifest-sha256": undefined }],
    ["a hash that is no text", { "soc2-evidence:manifest-sha256": ["ab".repeat(32)] }],
    ["a hash in capitals", { "soc2-evidence:manifest-sha256": "AB".repeat(32) }],
    ["a hash too short", { "soc2-evidence:manifest-sha256": "ab".repeat(31) }],
    ["a hash with more before it", { "soc2-evidence:manifest-sha256": `x${"ab".repeat(32)}` }],
    ["a hash with more behind it", { "soc2-evidence:manifest-sha256": `${"ab".repeat(32)}0` }],
    ["a member more", { purpose: "x" }],
  ])("is one that no release writes with %s", (_says, change) => {
    expect(readWitnessContext({ ...CONTEXT, ...change })).toEqual({ malformed: MANIFEST.chain });
  });
});
