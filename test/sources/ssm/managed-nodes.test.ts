import { describe, expect, it } from "vitest";
import { redact } from "../../../shared/capture/redaction.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { managedInstances } from "../../../shared/sources/ssm/managed-instances.ts";
import { patchStateInputs, patchStates } from "../../../shared/sources/ssm/patch-states.ts";
import {
  callsOf,
  gatherFrom,
  type ScriptedAnswer,
  type ScriptedRequest,
} from "../s3/scripted-aws.ts";

const REGION = "eu-west-1";
const HOSTILE = "=1+<b>\"x'\u202e";
const SCP =
  "User: arn:aws:sts::123456789012:assumed-role/a/b is not authorized to perform: it with an explicit deny in a service control policy";

const instances = (states: Readonly<Record<string, string>>): ScriptedAnswer => ({
  body: `<DescribeInstancesResponse><reservationSet>${Object.entries(states)
    .map(
      ([id, state]) =>
        `<item><instancesSet><item><instanceId>${id}</instanceId><instanceState><name>${state}</name></instanceState></item></instancesSet></item>`,
    )
    .join("")}</reservationSet></DescribeInstancesResponse>`,
});
const nodes = (ids: readonly string[], NextToken?: string): ScriptedAnswer => ({
  body: JSON.stringify({
    InstanceInformationList: ids.map((InstanceId) => ({ InstanceId, PingStatus: "Online" })),
    NextToken,
  }),
});
const states = (ids: readonly string[], NextToken?: string): ScriptedAnswer => ({
  body: JSON.stringify({
    InstancePatchStates: ids.map((InstanceId) => ({ InstanceId })),
    NextToken,
  }),
});
const failing = (code: string, message = "no"): ScriptedAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message }),
});

type Script = Partial<
  Record<
    "DescribeInstances" | "DescribeInstanceInformation" | "DescribeInstancePatchStates",
    (asked: Record<string, unknown>) => ScriptedAnswer
  >
>;

const RUNNING = { DescribeInstances: () => instances({ "i-1": "running", "i-2": "stopped" }) };

async function gather(source: Source, script: Script) {
  const { gathered } = await gatherFrom(
    ({ target, body }: ScriptedRequest) => {
      if (target === "") return script.DescribeInstances?.({}) ?? instances({});
      const asked: Record<string, unknown> = JSON.parse(body);
      if (target === "DescribeInstanceInformation") {
        return script.DescribeInstanceInformation?.(asked) ?? nodes(["i-1", "i-2", "mi-1"]);
      }
      return script.DescribeInstancePatchStates?.(asked) ?? states(["i-1"]);
    },
    source,
    REGION,
  );
  return gathered;
}

const calls = (...described: readonly string[]) =>
  described.map((one) => {
    const [operation, outcome = "ok"] = one.split(" ");
    return `${operation} ${REGION} ${outcome}`;
  });

describe.each([managedInstances, patchStates] as const)("$name", (source) => {
  it("asks nothing of Systems Manager where no instance runs", async () => {
    const gathered = await gather(source, {
      DescribeInstances: () => instances({ "i-1": "stopped", "i-2": "terminated" }),
    });
    expect([gathered.complete, callsOf(gathered)]).toEqual([true, calls("DescribeInstances")]);
  });

  it("reads the managed nodes to the last page", async () => {
    const gathered = await gather(source, {
      ...RUNNING,
      DescribeInstanceInformation: ({ NextToken }) =>
        NextToken === undefined ? nodes(["mi-1"], "two") : nodes([]),
    });
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered)).toEqual(
      calls("DescribeInstances", "DescribeInstanceInformation", "DescribeInstanceInformation"),
    );
  });

  it.each([
    ["AccessDeniedException", "denied", "no"],
    ["AccessDeniedException", "denied", SCP],
    ["ThrottlingException", "throttled", "Rate exceeded"],
    ["InternalServerError", "error", "no"],
  ])("is incomplete when the list answers %s (%s, %s)", async (code, outcome, message) => {
    const gathered = await gather(source, {
      ...RUNNING,
      DescribeInstanceInformation: () => failing(code, message),
    });
    expect([gathered.complete, callsOf(gathered)]).toEqual([
      false,
      calls("DescribeInstances", `DescribeInstanceInformation ${outcome}`),
    ]);
  });

  it("is incomplete when half of the list is missing, or its token repeats", async () => {
    const half = await gather(source, {
      ...RUNNING,
      DescribeInstanceInformation: ({ NextToken }) =>
        NextToken === undefined ? nodes(["i-1"], "two") : failing("AccessDeniedException"),
    });
    expect(half.incompleteReason).toBe("AccessDeniedException on ssm:DescribeInstanceInformation");
    const endless = await gather(source, {
      ...RUNNING,
      DescribeInstanceInformation: () => nodes(["i-1"], "two"),
    });
    expect(endless.incompleteReason).toBe(
      "DescribeInstanceInformation gave a paging token that it had given before",
    );
  });

  it("is incomplete when the instances are denied", async () => {
    const gathered = await gather(source, {
      DescribeInstances: () => ({
        status: 403,
        body: "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
      }),
    });
    expect([gathered.complete, callsOf(gathered)]).toEqual([
      false,
      calls("DescribeInstances denied"),
    ]);
  });

  it("keeps a hostile name as it is", async () => {
    const gathered = await gather(source, {
      ...RUNNING,
      DescribeInstanceInformation: () => ({
        body: JSON.stringify({ InstanceInformationList: [{ ComputerName: HOSTILE }] }),
      }),
    });
    expect(gathered.complete).toBe(true);
    expect(gathered.calls[1]?.response).toEqual({
      InstanceInformationList: [{ ComputerName: HOSTILE }],
    });
  });
});

describe("ssm.patch-states", () => {
  it("asks only about instances that run and are managed", async () => {
    const gathered = await gather(patchStates, RUNNING);
    expect(gathered.complete).toBe(true);
    expect(gathered.calls.at(-1)).toMatchObject({
      operation: "DescribeInstancePatchStates",
      input: { InstanceIds: ["i-1"], MaxResults: 100 },
      outcome: "ok",
    });
  });

  it("reads the states to the last page, and is incomplete when that is denied", async () => {
    const answer = (last: ScriptedAnswer) => ({
      ...RUNNING,
      DescribeInstancePatchStates: ({ NextToken }: Record<string, unknown>) =>
        NextToken === undefined ? states([], "two") : last,
    });
    expect((await gather(patchStates, answer(states(["i-1"])))).complete).toBe(true);
    expect(await gather(patchStates, answer(failing("AccessDeniedException")))).toMatchObject({
      complete: false,
      incompleteReason: "AccessDeniedException on ssm:DescribeInstancePatchStates",
    });
  });

  it.each([
    [0, []],
    [1, [1]],
    [50, [50]],
    [51, [50, 1]],
  ])("asks about %i instances in batches of %j", (count, sizes) => {
    const ids = Array.from({ length: count }, (_none, index) => `i-${1000 + index}`);
    const inputs = patchStateInputs(ids.toReversed());
    expect(inputs.map(({ InstanceIds }) => InstanceIds.length)).toEqual(sizes);
    expect(inputs.flatMap(({ InstanceIds }) => InstanceIds)).toEqual(ids);
  });

  it("gives away no signed link to a list of patches", async () => {
    const link =
      "https://patches.s3.amazonaws.com/list.yaml?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T060000Z&X-Amz-Expires=3600&X-Amz-Signature=5c1b0fa4b9d2e6b1a7c4f8e3d2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3";
    const gathered = await gather(patchStates, {
      ...RUNNING,
      DescribeInstancePatchStates: () => ({
        body: JSON.stringify({
          InstancePatchStates: [{ InstanceId: "i-1", InstallOverrideList: link }],
        }),
      }),
    });
    const kept = JSON.stringify(gathered.calls.map((call) => redact(call).call));
    expect(kept).toContain("i-1");
    expect(kept).not.toContain("5c1b0fa4b9d2e6b1");
  });
});
