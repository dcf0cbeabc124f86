import { describe, expect, it } from "vitest";
import { COLLECT_TIMEOUT } from "../../../infra/constructs/collector-fleet.ts";
import { workflowDefinition } from "../../../infra/constructs/workflow-definition.ts";

const COLLECTORS = [
  { criterion: "CC6.1", function: "arn:collect-cc61" },
  { criterion: "A1.2", function: "arn:collect-a12" },
];

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Result?: unknown;
  readonly ResultPath?: string;
  readonly OutputPath?: string;
  readonly MaxConcurrency?: number;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly ItemProcessor?: Machine & { readonly ProcessorConfig: unknown };
}
interface Machine {
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

const machine = workflowDefinition({
  plan: "arn:plan",
  manifest: "arn:manifest",
  collectors: COLLECTORS,
}) as Machine;
const item = machine.States["Every criterion"]?.ItemProcessor as Machine;

/** Every state that a machine may enter from `from`. */
function reachable({ States }: Machine, from: string, found = new Set<string>()): Set<string> {
  if (found.has(from)) return found;
  found.add(from);
  const { Next, Default, Choices = [], Catch = [] } = States[from] ?? {};
  for (const next of [Next, Default, ...[...Choices, ...Catch].map((one) => one.Next)]) {
    if (next !== undefined) reachable({ States, StartAt: from }, next, found);
  }
  return found;
}

describe("the workflow", () => {
  it("has no state that cannot be reached, and none that is missing", () => {
    for (const one of [machine, item]) {
      expect([...reachable(one, one.StartAt)].sort()).toEqual(Object.keys(one.States).sort());
    }
  });

  it("takes the criteria in scope as literals, four at a time", () => {
    expect(machine.States["Criteria in scope"]).toMatchObject({
      Type: "Pass",
      Result: COLLECTORS,
      ResultPath: "$.criteria",
    });
    expect(machine.States["Every criterion"]).toMatchObject({
      Type: "Map",
      ItemsPath: "$.criteria",
      MaxConcurrency: 4,
      ItemProcessor: { ProcessorConfig: { Mode: "INLINE" } },
    });
  });

  it("ends in the manifest from wherever the plan lets it go", () => {
    for (const name of Object.keys(machine.States).filter((one) => one !== "Manifest")) {
      expect([...reachable(machine, name)], name).toContain("Manifest");
      expect(machine.States[name]?.End, name).toBeUndefined();
    }
    expect(machine.States["Every criterion"]?.Catch).toEqual([
      { ErrorEquals: ["States.ALL"], ResultPath: "$.mapError", Next: "No results" },
    ]);
    expect(machine.States["No results"]).toMatchObject({ Result: [], ResultPath: "$.results" });
  });

  it("collects nothing for a snapshot that is sealed", () => {
    expect(machine.States["Sealed already?"]).toMatchObject({
      Choices: [{ Variable: "$.sealed", BooleanEquals: true, Next: "No results" }],
      Default: "Criteria in scope",
    });
  });

  it("does not seal what could not be planned", () => {
    expect(machine.States.Plan?.Catch).toBeUndefined();
  });

  it("passes names and times, and nothing else", () => {
    expect(machine.States.Plan?.Parameters).toEqual({
      FunctionName: "arn:plan",
      Payload: {
        "snapshot.$": "$.snapshot",
        "nonce.$": "$.nonce",
        "scheduledFor.$": "$.scheduledFor",
        "executionStartedAt.$": "$$.Execution.StartTime",
      },
    });
    expect(item.States.Collect?.Parameters).toEqual({
      "FunctionName.$": "$.function",
      Payload: {
        "snapshot.$": "$.snapshot",
        "executionStartedAt.$": "$.executionStartedAt",
        "criterion.$": "$.criterion",
      },
    });
    expect(machine.States.Manifest?.Parameters).toEqual({
      FunctionName: "arn:manifest",
      Payload: {
        "snapshot.$": "$.snapshot",
        "nonce.$": "$.nonce",
        "scheduledFor.$": "$.scheduledFor",
        "executionStartedAt.$": "$.executionStartedAt",
        "results.$": "$.results",
      },
    });
  });

  it("makes a collector's failure its result", () => {
    expect(item.States.Collect?.Catch).toEqual([
      { ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Complete error" },
    ]);
    expect(item.States["Record failure"]).toEqual({
      Type: "Pass",
      Parameters: {
        "criterion.$": "$.criterion",
        error: { "name.$": "$.error.Error", "cause.$": "$.error.Cause" },
      },
      End: true,
    });
  });

  it("tries again what was Lambda's fault, and what was the function's not", () => {
    const tasks = [machine.States.Plan, item.States.Collect, machine.States.Manifest];
    for (const task of tasks) {
      const retried = task?.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
      expect(retried).toContain("Lambda.TooManyRequestsException");
      expect(retried).toContain("Lambda.ServiceException");
      for (const own of ["States.ALL", "States.TaskFailed", "States.Timeout", "Lambda.Unknown"]) {
        expect(retried).not.toContain(own);
      }
    }
  });

  it("waits longer for each function than the function takes, and ends before the next day", () => {
    const waits = (task: State | undefined) => task?.TimeoutSeconds ?? 0;
    expect(waits(item.States.Collect)).toBe(COLLECT_TIMEOUT.toSeconds() + 60);
    expect(waits(machine.States.Plan)).toBeGreaterThan(60);
    expect(waits(machine.States.Manifest)).toBeGreaterThan(900);
    expect(machine.TimeoutSeconds).toBeLessThan(24 * 60 * 60);
  });
});
