import { expect, it } from "vitest";
import { executionArn, executionOf } from "../../shared/snapshot/execution.ts";

it.each([
  ["as the scheduler writes it", "2026-11-22T06:00:00Z"],
  ["with a fraction, which is cut off", "2026-11-22T06:00:00.999Z"],
  ["in another zone", "2026-11-22T07:00:00+01:00"],
])("a time %s names its execution and snapshot", (_says, scheduledFor) => {
  expect(executionOf(scheduledFor, "auditor-1")).toEqual({
    name: "2026-11-22T06-00-00Z",
    input: {
      snapshot: "2026-11-22T06-00-00Z",
      nonce: "auditor-1",
      scheduledFor: "2026-11-22T06:00:00Z",
    },
  });
});

it("an execution lies beside its machine", () => {
  const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:Daily";
  expect(executionArn(machine, "2026-11-22T06-00-00Z")).toBe(
    "arn:aws:states:eu-west-1:123456789012:execution:Daily:2026-11-22T06-00-00Z",
  );
});
