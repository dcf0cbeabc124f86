import { describe, expect, it } from "vitest";
import { noSecretsInEnvironment } from "../../../shared/checks/lambda/no-secrets-in-environment.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, outcomes } from "../judging.ts";
import { functionList, noFunctions } from "./function-evidence.ts";

const marker = (...detected: readonly string[]) => ({
  redacted: "environment",
  length: "8-15",
  detected,
});
const withEnvironment = (Environment: Json) =>
  functionList({ FunctionName: "checkout", Environment });

describe("lambda.no-secrets-in-environment", () => {
  it.each([
    [
      "passes harmless variables",
      withEnvironment({ Variables: { STAGE: marker() } }),
      "pass checkout: No secret was found in the plain settings of the function checkout (1).",
    ],
    [
      "fails a secret",
      withEnvironment({ Variables: { STAGE: marker(), KEY: marker("aws-secret-key") } }),
      "fail checkout: The plain settings of the function checkout seem to hold secrets: KEY (aws-secret-key).",
    ],
    [
      "passes a function without variables",
      functionList({ FunctionName: "checkout" }),
      "pass checkout: The function checkout has no plain settings.",
    ],
    [
      "does not pass where Lambda could not decrypt them",
      withEnvironment({ Error: { ErrorCode: "AccessDeniedException" } }),
      "indeterminate checkout: Lambda could not decrypt the variables of the function checkout.",
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
    expect(outcomes(noSecretsInEnvironment, evidence)).toEqual([expected]);
  });

  it("cites the variable", () => {
    const evidence = withEnvironment({ Variables: { KEY: marker("jwt") } });
    expect(citations(noSecretsInEnvironment, evidence)).toEqual([
      "lambda.functions.eu-west-1.json#/calls/0/response/Functions/0/Environment/Variables/KEY",
    ]);
  });
});
