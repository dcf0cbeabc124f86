import { describe, expect, it } from "vitest";
import { longestChain } from "../../bench/dependent-calls.ts";
import type { Call, EvidenceObject } from "../../shared/evidence/evidence-object.ts";

/** A call that was under way from `from` to `to`, in seconds. */
function call(operation: string, from: number, to: number, more: Partial<Call> = {}): Call {
  const at = (seconds: number) => `2026-11-22T06:00:${String(seconds).padStart(2, "0")}Z`;
  return {
    service: "test",
    operation,
    region: "us-east-1",
    input: {},
    startedAt: at(from),
    completedAt: at(to),
    awsDate: null,
    requestId: null,
    httpStatus: 200,
    attempts: 1,
    outcome: "ok",
    command: "",
    ...more,
  };
}

function evidence(source: string, region: string | null, ...calls: Call[]): EvidenceObject {
  return {
    schema: "evidence/1",
    criterion: "CC6.1",
    snapshot: "2026-11-22T06-00-00Z",
    source,
    account: "123456789012",
    region,
    collectedBy: { principal: "", version: "", sdk: "" },
    startedAt: "2026-11-22T06:00:00Z",
    completedAt: "2026-11-22T06:00:00Z",
    complete: true,
    calls,
    redactions: [],
  };
}

const WHO = evidence("sts.caller-identity", null, call("Who", 0, 1));
const WHERE = evidence("ec2.regions", null, call("Where", 1, 2));
const LIST = call("List", 2, 3, { response: { Names: ["thing-number-one"] } });

describe("longestChain", () => {
  it.each([
    ["a global call waits for who asks", [evidence("a", null, LIST)], false, "Who List"],
    [
      "a regional call waits for the list of regions",
      [evidence("a", "us-east-1", LIST)],
      false,
      "Who Where List",
    ],
    [
      "unless the configuration names the regions",
      [evidence("a", "us-east-1", LIST)],
      true,
      "Who List",
    ],
    [
      "a call waits for the answer that named what it asks about",
      [evidence("a", null, LIST, call("Read", 3, 4, { input: { Name: "thing-number-one" } }))],
      false,
      "Who List Read",
    ],
    [
      "but not when it was sent before that answer came",
      [evidence("a", null, LIST, call("Read", 2, 4, { input: { Name: "thing-number-one" } }))],
      false,
      "Who List",
    ],
    [
      "nor for an answer that has nothing to do with it",
      [evidence("a", null, LIST, call("Read", 3, 4, { input: { Name: "another-thing" } }))],
      false,
      "Who List",
    ],
    [
      "nor when only a short text is the same",
      [
        evidence(
          "a",
          null,
          call("List", 2, 3, { response: { State: "all" } }),
          call("Read", 3, 4, { input: { Filter: "all" } }),
        ),
      ],
      false,
      "Who List",
    ],
    [
      "a call to another region waits for the answer that named the region",
      [
        evidence(
          "a",
          null,
          call("Locate", 2, 3, { response: { Region: "eu-west-1" } }),
          call("Read", 3, 4, { region: "eu-west-1" }),
        ),
      ],
      false,
      "Who Locate Read",
    ],
    [
      "a polled call waits for the polls before it",
      [evidence("a", null, call("Poll", 2, 3), call("Poll", 3, 4))],
      false,
      "Who Poll Poll",
    ],
  ])("%s", (_sentence, sources, namedRegions, expected) => {
    const { calls } = longestChain([WHO, ...sources, WHERE], {
      namedRegions,
      isPolled: ({ operation }) => operation === "Poll",
    });
    expect(calls.map((name) => name.replace("test:", "")).join(" ")).toBe(expected);
  });
});
