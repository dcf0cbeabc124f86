import { describe, expect, it } from "vitest";
import { functionUrlAuthenticated } from "../../../shared/checks/lambda/function-url-authenticated.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { citations, outcomes } from "../judging.ts";
import { ABSENT, checkout, DENIED, noFunctions } from "./function-evidence.ts";

const url = (AuthType?: string) => ({
  response: {
    FunctionUrl: "https://abc.lambda-url.eu-west-1.on.aws/",
    ...(AuthType === undefined ? {} : { AuthType }),
  },
});
const OPEN =
  "fail checkout: The URL of the function checkout answers anyone, without authentication.";

describe("lambda.function-url-authenticated", () => {
  it.each<[string, StoredEvidence[], string]>([
    [
      "passes signed requests",
      checkout("GetFunctionUrlConfig", url("AWS_IAM")),
      "pass checkout: The URL of the function checkout takes signed requests alone.",
    ],
    ["fails a URL for anyone", checkout("GetFunctionUrlConfig", url("NONE")), OPEN],
    [
      "fails an alias's URL for anyone",
      checkout("GetFunctionUrlConfig", url("AWS_IAM"), { live: url("NONE") }),
      OPEN,
    ],
    [
      "does not apply without a URL",
      checkout("GetFunctionUrlConfig", ABSENT, { live: ABSENT }),
      "not-applicable checkout: The function checkout has no URL.",
    ],
    [
      "does not pass where the kind is left out",
      checkout("GetFunctionUrlConfig", url()),
      "indeterminate checkout: Lambda does not say who may call the URL of checkout.",
    ],
    [
      "is indeterminate where it is denied",
      checkout("GetFunctionUrlConfig", DENIED),
      "indeterminate checkout: checkout could not be judged: AccessDenied on lambda:GetFunctionUrlConfig.",
    ],
    [
      "has none where there are no functions",
      noFunctions(),
      "not-applicable 123456789012: Account 123456789012 has none of the Lambda functions.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(functionUrlAuthenticated, evidence)).toEqual([expected]);
  });

  it("cites the kind of authentication", () => {
    expect(
      citations(functionUrlAuthenticated, checkout("GetFunctionUrlConfig", url("NONE"))),
    ).toEqual(["lambda.function-urls.eu-west-1.json#/calls/2/response/AuthType"]);
  });
});
