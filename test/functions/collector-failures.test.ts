import { expect, it } from "vitest";
import { failuresOf } from "../../functions/collector-failures.ts";

const STACK = ["Error: at /var/task/collect.mjs:1:1"];
const thrown = (errorType: string, errorMessage: string) =>
  JSON.stringify({ errorType, errorMessage, trace: STACK });

it.each([
  [
    "an error of ours",
    "STORE_CONFLICT",
    thrown("STORE_CONFLICT", "Other bytes stand there."),
    "STORE_CONFLICT: Other bytes stand there",
  ],
  ["a timeout", "States.Timeout", "", "States.Timeout"],
  [
    "a process that was killed",
    "Lambda.Unknown",
    "The cause could not be determined because Lambda did not return an error type.",
    "Lambda.Unknown: The cause could not be determined because Lambda did not return an error type",
  ],
  ["lines", "E", "one\n two.", "E: one two"],
  ["nothing at all", "", "", "it ended without saying why"],
  ["JSON that is no error", "E", "[1]", "E"],
])("says how a collector failed: %s", (_says, name, cause, clause) => {
  const failures = failuresOf([
    { criterion: "CC6.1", error: { name, cause } },
    { criterion: "CC6.2", complete: false, objects: 1, findings: 2 },
  ]);
  expect([...failures]).toEqual([["CC6.1", clause]]);
});

it("keeps neither secrets nor long stories", () => {
  const secret = "lantern9";
  const cause = thrown("E", `The bucket token=${secret} of ${"x y ".repeat(1_000)}`);
  const clause = failuresOf([{ criterion: "CC6.1", error: { name: "E", cause } }]).get("CC6.1");
  expect(clause).not.toContain(secret);
  expect(clause?.length).toBeLessThanOrEqual(400);
});
