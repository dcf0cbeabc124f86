import { describe, expect, it } from "vitest";
import { redact } from "../../shared/capture/redaction.ts";
import { judgePlainSecrets } from "../../shared/checks/plain-secrets.ts";
import { Cited } from "../../shared/evidence/cited.ts";
import type { Json } from "../../shared/evidence/evidence-object.ts";
import { callWith } from "../capture/secret-places.ts";

/** Variables as the evidence holds them: cut by the very redactor that capture uses. */
function judgedVariables(variables: Readonly<Record<string, Json>>, isRaw = false): string {
  const answer = { Environment: { Variables: variables } };
  const { call } = redact(callWith("lambda", "GetFunctionConfiguration", answer));
  const response = (isRaw ? answer : call.response) as typeof answer;
  const at = Cited.file(response, { path: "functions.json", region: null }).at(
    "Environment",
    "Variables",
  );
  const settings = Object.keys(variables).map((name) => ({ name, value: at.at(name) }));
  const { status, reason, severity } = judgePlainSecrets("the function checkout", settings, at);
  return `${status}${severity === undefined ? "" : ` ${severity}`}: ${reason}`;
}

// Put together here, so that no scanner of this repository takes it for one.
const DATABASE_URL = ["postgres://app:", "Tr0ub4dor&3", "@db.internal/app"].join("");

describe("secrets in plain settings", () => {
  it.each<[string, Record<string, Json>, string]>([
    ["passes without any", {}, "pass: The function checkout has no plain settings."],
    [
      "passes harmless ones",
      { LOG_LEVEL: "info", STAGE: "production" },
      "pass: No secret was found in the plain settings of the function checkout (2).",
    ],
    [
      "passes a reference to a secret",
      { DB_PASSWORD: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db" },
      "pass: No secret was found in the plain settings of the function checkout (1).",
    ],
    [
      "fails an address with a password",
      { LOG_LEVEL: "info", DATABASE_URL },
      "fail: The plain settings of the function checkout seem to hold secrets: DATABASE_URL (connection-string).",
    ],
    [
      "fails a value whose name says that it is a secret",
      { DB_PASSWORD: "hunter2" },
      "fail: The plain settings of the function checkout seem to hold secrets: DB_PASSWORD (secret-name).",
    ],
    [
      "holds a value that only looks random for the weaker sign",
      { TRACE: "q7Wd2Kx9Lp4Vt8Rz3Hs6" },
      "fail low: The plain settings of the function checkout seem to hold secrets: TRACE (high-entropy).",
    ],
    [
      "counts a weak sign beside a strong one in full",
      { TRACE: "q7Wd2Kx9Lp4Vt8Rz3Hs6", DB_PASSWORD: "hunter2" },
      "fail: The plain settings of the function checkout seem to hold secrets: TRACE (high-entropy), DB_PASSWORD (secret-name).",
    ],
    [
      "takes the name of a variable as it is, however odd",
      { "<b>_PASSWORD": "hunter2" },
      "fail: The plain settings of the function checkout seem to hold secrets: <b>_PASSWORD (secret-name).",
    ],
  ])("%s", (_sentence, variables, expected) => {
    expect(judgedVariables(variables)).toBe(expected);
  });

  it("does not pass a value that nothing looked through", () => {
    expect(judgedVariables({ LOG_LEVEL: "info" }, true)).toBe(
      "indeterminate: The value of LOG_LEVEL of the function checkout was not looked through for secrets.",
    );
  });
});
