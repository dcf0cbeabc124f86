import { describe, expect, it } from "vitest";
import { functionPolicyNotPublic } from "../../../shared/checks/lambda/policy-not-public.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { citations, outcomes } from "../judging.ts";
import { ABSENT, checkout, DENIED, noFunctions, type Reply } from "./function-evidence.ts";

const policy = (...Statement: readonly object[]): Reply => ({
  response: { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
});
const everyone = (other: object = {}) => ({
  Sid: "open",
  Effect: "Allow",
  Principal: "*",
  Action: "lambda:InvokeFunction",
  Resource: "arn:aws:lambda:eu-west-1:123456789012:function:checkout",
  ...other,
});
const OPEN = 'lets everyone do lambda:InvokeFunction (statement "open").';

describe("lambda.policy-not-public", () => {
  it.each<[string, StoredEvidence[], string]>([
    [
      "passes a function without a policy",
      checkout("GetPolicy", ABSENT),
      "pass checkout: The function checkout has no policy.",
    ],
    [
      "fails one that anyone may invoke",
      checkout("GetPolicy", policy(everyone())),
      `fail checkout: The policy of the function checkout ${OPEN}`,
    ],
    [
      "passes one that a service may invoke",
      checkout(
        "GetPolicy",
        policy(everyone({ Principal: { Service: "apigateway.amazonaws.com" } })),
      ),
      "pass checkout: The policy of the function checkout lets nobody in without naming who.",
    ],
    [
      "leaves callers of the URL to the check of URLs",
      checkout(
        "GetPolicy",
        policy(
          everyone({
            Action: "lambda:InvokeFunctionUrl",
            Condition: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
          }),
          everyone({ Condition: { Bool: { "lambda:InvokedViaFunctionUrl": "true" } } }),
        ),
      ),
      "pass checkout: The policy of the function checkout lets nobody in without naming who.",
    ],
    [
      "fails where an alias alone is open",
      checkout("GetPolicy", ABSENT, { live: policy(everyone()), test: ABSENT }),
      `fail checkout: The policy of the function checkout:live ${OPEN}`,
    ],
    [
      "does not pass where an alias was denied",
      checkout("GetPolicy", ABSENT, { live: DENIED }),
      "indeterminate checkout: checkout could not be judged: AccessDenied on lambda:GetPolicy.",
    ],
    [
      "does not pass where the aliases were denied",
      checkout("GetPolicy", ABSENT, "denied"),
      "indeterminate checkout: checkout could not be judged: AccessDenied on lambda:ListAliases.",
    ],
    [
      "does not pass a policy that cannot be read",
      checkout("GetPolicy", { response: { Policy: "no" } }),
      "indeterminate checkout: checkout could not be judged: the text of the policy cannot be read.",
    ],
    [
      "has none where there are no functions",
      noFunctions(),
      "not-applicable 123456789012: Account 123456789012 has none of the Lambda functions.",
    ],
    [
      "is indeterminate where the list is denied",
      noFunctions("denied"),
      "indeterminate 123456789012: Not all of the Lambda functions in eu-west-1 could be read: AccessDenied on lambda:ListFunctions.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(functionPolicyNotPublic, evidence)).toEqual([expected]);
  });

  it("cites the policy", () => {
    expect(citations(functionPolicyNotPublic, checkout("GetPolicy", policy(everyone())))).toEqual([
      "lambda.function-policies.eu-west-1.json#/calls/2/response/Policy",
    ]);
  });
});
