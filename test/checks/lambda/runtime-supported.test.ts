import { Runtime } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import { RUNTIME_SUPPORT_ENDS } from "../../../shared/checks/lambda/runtime-support.ts";
import { runtimeSupported } from "../../../shared/checks/lambda/runtime-supported.ts";
import { citations, outcomes } from "../judging.ts";
import { functionList, noFunctions } from "./function-evidence.ts";

const running = (Runtime: string) => functionList({ FunctionName: "checkout", Runtime });
const at = (day: string) => ({ now: `${day}T06:00:00Z` });

describe("lambda.runtime-supported", () => {
  it.each([
    [
      "passes the day before the end",
      "2026-04-29",
      "pass checkout: The function checkout runs on nodejs20.x, which AWS patches until 2026-04-30.",
    ],
    [
      "fails on the day of the end",
      "2026-04-30",
      "fail checkout: The function checkout runs on nodejs20.x, which AWS has not patched since 2026-04-30.",
    ],
    [
      "fails the day after",
      "2026-05-01",
      "fail checkout: The function checkout runs on nodejs20.x, which AWS has not patched since 2026-04-30.",
    ],
  ])("%s", (_sentence, day, expected) => {
    expect(outcomes(runtimeSupported, running("nodejs20.x"), at(day))).toEqual([expected]);
  });

  it.each([
    [
      "passes a runtime whose end is not set",
      running("python3.15"),
      "pass checkout: The function checkout runs on python3.15, whose end AWS has not set yet.",
    ],
    [
      "does not pass a runtime that it does not know",
      running("cobol1.0"),
      "indeterminate checkout: The function checkout runs on cobol1.0, of which this release knows no end of support.",
    ],
    [
      "is not fooled by a name that every object has",
      running("constructor"),
      "indeterminate checkout: The function checkout runs on constructor, of which this release knows no end of support.",
    ],
    [
      "does not apply to a container image",
      functionList({ FunctionName: "checkout", PackageType: "Image" }),
      "not-applicable checkout: The function checkout is a container image and brings its own runtime.",
    ],
    [
      "does not pass where Lambda leaves the runtime out",
      functionList({ FunctionName: "checkout", PackageType: "Zip" }),
      "indeterminate checkout: Lambda does not say which runtime checkout has.",
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
    expect(outcomes(runtimeSupported, evidence)).toEqual([expected]);
  });

  it("knows the end of every runtime that the SDK knows", () => {
    expect(
      Object.values(Runtime).filter((name) => !Object.hasOwn(RUNTIME_SUPPORT_ENDS, name)),
    ).toEqual([]);
    for (const end of Object.values(RUNTIME_SUPPORT_ENDS)) {
      if (end !== null) expect(new Date(end).toISOString().slice(0, 10)).toBe(end);
    }
  });

  it("cites the runtime", () => {
    expect(citations(runtimeSupported, running("nodejs20.x"))).toEqual([
      "lambda.functions.eu-west-1.json#/calls/0/response/Functions/0/Runtime",
    ]);
  });
});
