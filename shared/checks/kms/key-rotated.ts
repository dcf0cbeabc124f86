import { keyRotation } from "../../sources/kms/key-rotation.ts";
import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { companyKeys, describedKey } from "./company-keys.ts";

/** How reasons name the origins of key material that KMS cannot make anew. */
const FOREIGN_ORIGINS: Readonly<Record<string, string>> = {
  EXTERNAL: "its key material was imported",
  AWS_CLOUDHSM: "its key material lies in a CloudHSM cluster",
  EXTERNAL_KEY_STORE: "its key material lies outside AWS",
};

/**
 * Automatic rotation is on for each key that has it: symmetric encryption keys with material from
 * KMS. Others are rotated by hand, by replacing them, and a key about to be deleted is not at all.
 */
export const keyRotated = check({
  id: "kms.key-rotated",
  title: "Every key that KMS can rotate is rotated automatically",
  severity: "medium",
  controls: [covers("DP-03", "key rotation status")],
  why: "Rotation bounds how much data one key protects, and is the first thing that an auditor asks about keys.",
  fix: {
    downtime: "none",
    steps:
      "Switch automatic rotation on. The key's id and ARN stay, and KMS keeps the old material for what was encrypted with it.",
    cli: "aws kms enable-key-rotation --key-id KEY_ID",
    cdk: 'new kms.Key(this, "Key", { enableKeyRotation: true });',
  },
  references: {
    cis: { "1.2.0": "2.8", "5.0.0": "3.6" },
    prowler: ["kms_cmk_rotation_enabled"],
    docs: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
      "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html",
    ],
  },
  population: companyKeys,
  needs: [keyRotation],
  judge(key, { evidence }, { id, region }) {
    const described = describedKey(evidence, key);
    const { KeySpec, Origin, KeyState } = described.value;
    if (KeyState === "PendingDeletion" || KeyState === "PendingReplicaDeletion") {
      return notApplicable(`The key ${id} is about to be deleted.`, described.at("KeyState"));
    }
    if (KeySpec === undefined || Origin === undefined) {
      return indeterminate(`KMS does not say what kind of key ${id} is.`, described);
    }
    if (KeySpec !== "SYMMETRIC_DEFAULT") {
      return notApplicable(
        `The key ${id} is of the kind ${KeySpec}, which KMS does not rotate.`,
        described.at("KeySpec"),
      );
    }
    if (Origin !== "AWS_KMS") {
      return notApplicable(
        `KMS does not rotate the key ${id} by itself, because ${FOREIGN_ORIGINS[Origin] ?? `its origin is ${Origin}`}.`,
        described.at("Origin"),
      );
    }
    const answer = evidence.call(
      keyRotation,
      "GetKeyRotationStatus",
      { KeyId: id },
      region ?? undefined,
    );
    if (answer.outcome !== "ok") {
      return indeterminate(`KMS does not say whether ${id} is rotated.`, answer.at);
    }
    const enabled = answer.response.at("KeyRotationEnabled");
    switch (enabled.value) {
      case true:
        return pass(`The key ${id} is rotated automatically.`, enabled);
      case false:
        return fail(`The key ${id} is not rotated automatically.`, enabled);
      default:
        return indeterminate(`KMS does not say whether ${id} is rotated.`, answer.response);
    }
  },
});
