import { keyPolicies } from "../../sources/kms/key-policies.ts";
import { check, covers, indeterminate, notApplicable } from "../check.ts";
import { readPolicyDocument } from "../iam/policy-document.ts";
import { judgeEveryoneLetIn } from "../resource-policy/everyone-let-in.ts";
import { companyKeys, describedKey } from "./company-keys.ts";

/** No key's policy lets everyone use or administer it. */
export const keyPolicyNotPublic = check({
  id: "kms.key-policy-not-public",
  title: "No key's policy lets everyone in",
  severity: "critical",
  controls: [covers("DP-03", "key policies")],
  why: "Encryption protects data only from those who may not use the key; a key for everyone is no protection at all.",
  fix: {
    downtime: "none",
    steps:
      "Name the accounts or roles in place of the asterisk, or tie the statement to the account with kms:CallerAccount. Leave the statement for the account's root in place, or nobody can administer the key any more.",
    cli: "aws kms put-key-policy --key-id KEY_ID --policy-name default --policy file://POLICY.json",
    cdk: "key.grantEncryptDecrypt(role);",
  },
  references: {
    fsbp: ["KMS.5"],
    prowler: ["kms_key_not_publicly_accessible"],
    docs: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
      "https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html",
    ],
  },
  population: companyKeys,
  needs: [keyPolicies],
  judge(key, { evidence }, { id, region }) {
    const described = describedKey(evidence, key);
    const { KeyState } = described.value;
    if (KeyState === "PendingDeletion" || KeyState === "PendingReplicaDeletion") {
      return notApplicable(`The key ${id} is about to be deleted.`, described.at("KeyState"));
    }
    const answer = evidence.call(
      keyPolicies,
      "GetKeyPolicy",
      { KeyId: id, PolicyName: "default" },
      region ?? undefined,
    );
    if (answer.outcome !== "ok") {
      return indeterminate(`KMS gave no policy of the key ${id}.`, answer.at);
    }
    return judgeEveryoneLetIn(
      `the policy of the key ${id}`,
      readPolicyDocument(answer.response.at("Policy")),
    );
  },
});
