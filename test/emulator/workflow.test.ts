import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workflowDefinition } from "../../infra/constructs/workflow-definition.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

// The workflow's definition in the emulator's interpreter, with functions that answer as told.
const REGION = "eu-west-1";
const arnOf = (name: string) => `arn:aws:lambda:${REGION}:123456789012:function:${name}`;
const INPUT = {
  snapshot: "2026-11-22T06-00-00Z",
  nonce: null,
  scheduledFor: "2026-11-22T06:00:00Z",
};

/** What a function does with its payload: a result, or an error as Lambda reports it. */
type Answer = (payload: Record<string, unknown>) => object;
interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

let gateway: Server;
let moto: Moto;
let sfn: SFNClient;
let functions: Record<string, Answer>;
let called: [name: string, payload: unknown][];
const motoPort = process.env.MOTO_PORT;

beforeAll(async () => {
  gateway = createServer((request, response) => {
    let text = "";
    request.on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      const name =
        decodeURIComponent(request.url ?? "")
          .split("/")
          .at(-2)
          ?.split(":")
          .at(-1) ?? "";
      const payload = JSON.parse(text);
      called.push([name, payload]);
      const answer = functions[name]?.(payload) ?? { errorType: "None", errorMessage: name };
      const failed = "errorType" in answer;
      response.writeHead(200, {
        "content-type": "application/json",
        ...(failed ? { "x-amz-function-error": "Unhandled" } : {}),
      });
      response.end(JSON.stringify(answer));
    });
  });
  // The interpreter asks for `localhost`, whatever address that is here.
  await new Promise<void>((resolve) => gateway.listen(0, "localhost", resolve));
  process.env.MOTO_PORT = String((gateway.address() as AddressInfo).port);
  moto = await startMoto();
  const body = JSON.stringify({ stepfunctions: { execute_state_machine: true } });
  await fetch(`${moto.endpoint}/moto-api/config`, { method: "POST", body });
  sfn = new SFNClient({ endpoint: moto.endpoint, region: REGION, credentials: TEST_CREDENTIALS });
});
afterAll(async () => {
  if (motoPort === undefined) delete process.env.MOTO_PORT;
  else process.env.MOTO_PORT = motoPort;
  await moto.stop();
  await new Promise((resolve) => gateway.close(resolve));
});

const planned =
  (sealed: boolean): Answer =>
  (payload) => ({ ...payload, sealed });
const collected: Answer = ({ criterion }) => ({
  criterion,
  complete: true,
  objects: 3,
  findings: 9,
});
const failed =
  (failure: Failure): Answer =>
  () =>
    failure;
const manifested: Answer = (payload) => ({ told: payload });

/** Runs the workflow over three criteria with these functions. */
async function runWorkflow(answers: Record<string, Answer>) {
  functions = { plan: planned(false), manifest: manifested, ...answers };
  called = [];
  // moto's interpreter cannot copy a machine while its account has executions: the second fails.
  await moto.reset();
  const definition = workflowDefinition({
    plan: arnOf("plan"),
    manifest: arnOf("manifest"),
    collectors: ["CC6.1", "CC7.1", "A1.2"].map((criterion) => ({
      criterion,
      function: arnOf(criterion.replace(".", "")),
    })),
  });
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "workflow",
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::123456789012:role/workflow",
    }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: INPUT.snapshot,
      input: JSON.stringify(INPUT),
    }),
  );
  for (let asked = 0; asked < 600; asked += 1) {
    const { status, output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== "RUNNING") {
      return { status, output: output === undefined ? null : JSON.parse(output) };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The workflow did not end.");
}

describe("the workflow", () => {
  it("collects every criterion and tells the manifest what became of each", async () => {
    const { status, output } = await runWorkflow({
      CC61: collected,
      CC71: collected,
      A12: collected,
    });
    expect(status).toBe("SUCCEEDED");
    const [[first, plannedWith] = ["", {}]] = called;
    const { executionStartedAt } = plannedWith as { executionStartedAt: string };
    expect(first).toBe("plan");
    expect(Date.parse(executionStartedAt)).toBeGreaterThan(0);
    expect(output).toEqual({
      told: {
        ...INPUT,
        executionStartedAt,
        results: ["CC6.1", "CC7.1", "A1.2"].map((criterion) => collected({ criterion })),
      },
    });
    expect(called.find(([name]) => name === "CC71")).toEqual([
      "CC71",
      { snapshot: INPUT.snapshot, executionStartedAt, criterion: "CC7.1" },
    ]);
  });

  it("records a collector's failure by name and cause, and seals all the same", async () => {
    const failure = { errorType: "EvidenceError", errorMessage: "The bucket is gone." };
    const { status, output } = await runWorkflow({
      CC61: collected,
      CC71: failed(failure),
      A12: collected,
    });
    expect(status).toBe("SUCCEEDED");
    const [, second] = output.told.results;
    expect(second).toEqual({
      criterion: "CC7.1",
      error: { name: "EvidenceError", cause: expect.stringContaining("The bucket is gone.") },
    });
    expect(called.filter(([name]) => name === "CC71")).toHaveLength(1);
  });

  it("collects nothing for a snapshot that is sealed, and asks the manifest about it", async () => {
    const { status, output } = await runWorkflow({ plan: planned(true) });
    expect([status, output.told.results]).toEqual(["SUCCEEDED", []]);
    expect(called.map(([name]) => name)).toEqual(["plan", "manifest"]);
  });

  it("ends without a manifest when the plan refuses", async () => {
    const failure = { errorType: "EvidenceError", errorMessage: "A later snapshot is sealed." };
    const { status } = await runWorkflow({ plan: failed(failure) });
    expect(status).toBe("FAILED");
    expect(called.map(([name]) => name)).toEqual(["plan"]);
  });
});
