import { describe, expect, it } from "vitest";
import { trailEncryptedWithKms } from "../../../shared/checks/cloudtrail/trail-encrypted-with-kms.ts";
import { citations, outcomes } from "../judging.ts";
import { trail, trailEvidence } from "./trail-evidence.ts";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012";
const FAILS = "fail main: The trail main is not encrypted with a KMS key.";

describe("cloudtrail.trail-encrypted-with-kms", () => {
  it.each([
    [
      "passes with a key",
      trailEvidence([{ listed: trail("main", { KmsKeyId: KEY }) }]),
      [`pass main: The trail main is encrypted with the KMS key ${KEY}.`],
    ],
    ["fails without one", trailEvidence([{ listed: trail("main") }]), [FAILS]],
    [
      "fails with an empty one",
      trailEvidence([{ listed: trail("main", { KmsKeyId: "" }) }]),
      [FAILS],
    ],
    [
      "is not applicable without a trail",
      trailEvidence([]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the trails that serve the account.",
      ],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        "indeterminate 123456789012: Not all of the trails that serve the account in eu-west-1 could be read: No evidence of cloudtrail.trails was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(trailEncryptedWithKms, evidence)).toEqual(expected);
  });

  it("cites the trail where it names no key", () => {
    expect(citations(trailEncryptedWithKms, trailEvidence([{ listed: trail("main") }]))).toEqual([
      "cloudtrail.trails.eu-west-1.json#/calls/0/response/trailList/0",
    ]);
  });
});
