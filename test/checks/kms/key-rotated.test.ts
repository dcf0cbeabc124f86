import { describe, expect, it } from "vitest";
import { keyRotated } from "../../../shared/checks/kms/key-rotated.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { KEY_ID, metadata, noKeys, oneKey } from "./key-evidence.ts";

const rotating = (KeyRotationEnabled: boolean) => ({
  rotation: { response: { KeyRotationEnabled } },
});
const DENIED = { outcome: "denied" } as const;

describe("kms.key-rotated", () => {
  it.each([
    [
      "passes a key that rotates",
      oneKey(metadata(), rotating(true)),
      [`pass ${KEY_ID}: The key ${KEY_ID} is rotated automatically.`],
    ],
    [
      "fails a key that does not",
      oneKey(metadata(), rotating(false)),
      [`fail ${KEY_ID}: The key ${KEY_ID} is not rotated automatically.`],
    ],
    [
      "judges a disabled key by its setting, which stands when it is enabled again",
      oneKey(metadata({ KeyState: "Disabled" }), rotating(false)),
      [`fail ${KEY_ID}: The key ${KEY_ID} is not rotated automatically.`],
    ],
    [
      "does not apply to a signing key",
      oneKey(metadata({ KeySpec: "ECC_NIST_P256" })),
      [
        `not-applicable ${KEY_ID}: The key ${KEY_ID} is of the kind ECC_NIST_P256, which KMS does not rotate.`,
      ],
    ],
    [
      "does not apply to imported material",
      oneKey(metadata({ Origin: "EXTERNAL" })),
      [
        `not-applicable ${KEY_ID}: KMS does not rotate the key ${KEY_ID} by itself, because its key material was imported.`,
      ],
    ],
    [
      "does not apply to a key about to be deleted",
      oneKey(metadata({ KeyState: "PendingDeletion" }), rotating(false)),
      [`not-applicable ${KEY_ID}: The key ${KEY_ID} is about to be deleted.`],
    ],
    [
      "does not pass where KMS leaves out what kind of key it is",
      oneKey({ response: { KeyMetadata: { KeyId: KEY_ID, KeyManager: "CUSTOMER" } } }),
      [`indeterminate ${KEY_ID}: KMS does not say what kind of key ${KEY_ID} is.`],
    ],
    [
      "does not pass where KMS leaves the status out",
      oneKey(metadata(), { rotation: { response: {} } }),
      [`indeterminate ${KEY_ID}: KMS does not say whether ${KEY_ID} is rotated.`],
    ],
    [
      "is indeterminate where the status is denied",
      oneKey(metadata(), { rotation: DENIED }),
      [
        `indeterminate ${KEY_ID}: ${KEY_ID} could not be judged: AccessDenied on kms:GetKeyRotationStatus.`,
      ],
    ],
    [
      "is indeterminate where the key's own policy denies describing it",
      oneKey(DENIED),
      [
        `indeterminate 123456789012: Not all of the KMS keys that the company manages in eu-west-1 could be read: AccessDenied on kms:DescribeKey.`,
        `indeterminate ${KEY_ID}: ${KEY_ID} could not be judged: AccessDenied on kms:DescribeKey.`,
      ],
    ],
    [
      "has none where there are no keys",
      noKeys(),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the KMS keys that the company manages.",
      ],
    ],
    [
      "is indeterminate where the list is denied",
      noKeys("denied"),
      [
        "indeterminate 123456789012: Not all of the KMS keys that the company manages in eu-west-1 could be read: AccessDenied on kms:ListKeys.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(keyRotated, evidence)).toEqual(expected);
  });

  it("leaves out keys that AWS manages, and says so", () => {
    expect(judged(keyRotated, oneKey(metadata({ KeyManager: "AWS" }))).population.excluded).toEqual(
      [{ resource: KEY_ID, reason: `${KEY_ID} is managed by AWS, which rotates it every year.` }],
    );
  });

  it("counts a key that was deleted meanwhile as gone", () => {
    expect(judged(keyRotated, oneKey({ outcome: "gone" })).population).toMatchObject({ gone: 1 });
  });

  it("cites the status", () => {
    expect(citations(keyRotated, oneKey(metadata(), rotating(false)))).toEqual([
      "kms.key-rotation.eu-west-1.json#/calls/2/response/KeyRotationEnabled",
    ]);
  });
});
