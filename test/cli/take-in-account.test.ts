import { describe, expect, it } from "vitest";
import type { ExecutionState } from "../../cli/deployed-stack.ts";
import { follow } from "../../cli/take-in-account.ts";

const NOW = "2026-11-22T09:30:15.250Z";
const ARN = "arn:aws:states:eu-west-1:123456789012:execution:machine:2026-11-22T09-30-15Z";
const RESULT = {
  snapshot: "2026-11-22T09-30-15Z",
  sequence: 3,
  manifestSha256: "a".repeat(64),
  signed: true,
  incomplete: 0,
};
const RUNNING: ExecutionState = {
  status: "RUNNING",
  input: '{"nonce":"auditor-1"}',
  output: undefined,
  error: undefined,
  cause: undefined,
};
const SUCCEEDED: ExecutionState = {
  ...RUNNING,
  status: "SUCCEEDED",
  output: JSON.stringify(RESULT),
};

/** The deployed workflow, as it answers one question after another. */
function deployed(states: readonly ExecutionState[]) {
  const [asked, pauses, shown, started]: [string[], number[], (string | null)[], object[]] = [
    [],
    [],
    [],
    [],
  ];
  let index = 0;
  const following = (nonce: string | null) =>
    follow(
      { now: () => new Date(NOW), progress: (text) => void shown.push(text) },
      {
        start: async (execution) => {
          started.push(execution);
          return ARN;
        },
        describe: async (arn) => {
          asked.push(arn);
          index += 1;
          return states[Math.min(index, states.length) - 1] ?? RUNNING;
        },
      },
      nonce,
      async (milliseconds) => void pauses.push(milliseconds),
    );
  return { following, asked, pauses, shown, started };
}

describe("following the deployed workflow", () => {
  it("starts the snapshot of this second and waits until it is sealed", async () => {
    const { following, asked, pauses, shown, started } = deployed([RUNNING, RUNNING, SUCCEEDED]);
    expect(await following("auditor-1")).toEqual(RESULT);
    expect(started).toEqual([
      {
        name: "2026-11-22T09-30-15Z",
        input: {
          snapshot: "2026-11-22T09-30-15Z",
          nonce: "auditor-1",
          scheduledFor: "2026-11-22T09:30:15Z",
        },
      },
    ]);
    expect(asked).toEqual([ARN, ARN, ARN]);
    expect(pauses).toEqual([5_000, 5_000]);
    expect(shown).toEqual([
      "2026-11-22T09-30-15Z is being taken in the account, for 0 s",
      "2026-11-22T09-30-15Z is being taken in the account, for 0 s",
    ]);
  });

  it("does not follow a snapshot without the nonce that was given", async () => {
    const { following } = deployed([{ ...SUCCEEDED, input: '{"nonce":null}' }]);
    await expect(following("auditor-1")).rejects.toMatchObject({ code: "EXECUTION_FAILED" });
  });

  it.each<[string, Partial<ExecutionState>, string]>([
    [
      "with the function's code and sentence",
      {
        status: "FAILED",
        error: "CHAIN_ORDER",
        cause: '{"errorType":"CHAIN_ORDER","errorMessage":"It is not later."}',
      },
      "ended as FAILED (CHAIN_ORDER: It is not later.)",
    ],
    ["without a word", { status: "TIMED_OUT" }, "ended as TIMED_OUT. See arn:aws:states"],
    ["by a person", { status: "ABORTED", cause: "enough" }, "ended as ABORTED (enough)"],
    ["with nothing that it sealed", { status: "SUCCEEDED", output: "{}" }, "does not say what"],
  ])("says how it failed: %s", async (_says, state, sentence) => {
    await expect(deployed([{ ...RUNNING, ...state }]).following(null)).rejects.toMatchObject({
      code: "EXECUTION_FAILED",
      message: expect.stringContaining(sentence),
    });
  });
});
