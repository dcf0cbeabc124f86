import { COLLECTORS_AT_ONCE } from "./collector-fleet.ts";

/** The functions that the workflow calls, by ARN. */
export interface WorkflowFunctions {
  readonly plan: string;
  readonly manifest: string;
  /** The items of the Map: one per criterion in scope, and one per group of external findings. */
  readonly collectors: readonly { readonly criterion: string; readonly function: string }[];
}

/** Seconds that a state waits for its function: a minute more than the function gives itself. */
const WAITS_SECONDS = { plan: 120, collect: 660, manifest: 960 } as const;

/** Every function at its slowest, one round after another, still ends before the next day's run. */
const RUN_TIMEOUT_SECONDS = 12 * 60 * 60;

const INVOKE = "arn:aws:states:::lambda:invoke";

/**
 * What is Lambda's fault and not the function's: tried again, slower each time and not all at once.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
 */
const RETRY_SERVICE_FAULTS = [
  {
    ErrorEquals: [
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: "FULL",
  },
];

/**
 * The day's run in Amazon States Language: plan, then every criterion in scope and every group of
 * what other tools found (four at a time), then the manifest, whatever became of the collectors. Payloads carry names, never evidence.
 *
 * A plan that fails ends the run: what may not follow the chain must not be gathered or sealed, and
 * the missing day is reported by the alarm and by `verify`.
 */
export function workflowDefinition({ plan, manifest, collectors }: WorkflowFunctions): object {
  return {
    Comment: "One snapshot of SOC 2 evidence: plan, collect by criterion, seal.",
    StartAt: "Plan",
    TimeoutSeconds: RUN_TIMEOUT_SECONDS,
    States: {
      Plan: {
        Type: "Task",
        Resource: INVOKE,
        Parameters: {
          FunctionName: plan,
          Payload: {
            "snapshot.$": "$.snapshot",
            "nonce.$": "$.nonce",
            "scheduledFor.$": "$.scheduledFor",
            "executionStartedAt.$": "$$.Execution.StartTime",
          },
        },
        OutputPath: "$.Payload",
        TimeoutSeconds: WAITS_SECONDS.plan,
        Retry: RETRY_SERVICE_FAULTS,
        Next: "Sealed already?",
      },
      "Sealed already?": {
        Type: "Choice",
        Choices: [{ Variable: "$.sealed", BooleanEquals: true, Next: "No results" }],
        Default: "Criteria in scope",
      },
      "No results": {
        Type: "Pass",
        Result: [],
        ResultPath: "$.results",
        Next: "Manifest",
      },
      "Criteria in scope": {
        Type: "Pass",
        Result: collectors,
        ResultPath: "$.criteria",
        Next: "Every criterion",
      },
      "Every criterion": {
        Type: "Map",
        ItemsPath: "$.criteria",
        ItemSelector: {
          "snapshot.$": "$.snapshot",
          "executionStartedAt.$": "$.executionStartedAt",
          "criterion.$": "$$.Map.Item.Value.criterion",
          "function.$": "$$.Map.Item.Value.function",
        },
        MaxConcurrency: COLLECTORS_AT_ONCE,
        ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...collectOne() },
        ResultPath: "$.results",
        // Each item catches its own failure. Should the Map itself fail, the manifest still goes by
        // what lies in the vault.
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.mapError", Next: "No results" }],
        Next: "Manifest",
      },
      Manifest: {
        Type: "Task",
        Resource: INVOKE,
        Parameters: {
          FunctionName: manifest,
          Payload: {
            "snapshot.$": "$.snapshot",
            "nonce.$": "$.nonce",
            "scheduledFor.$": "$.scheduledFor",
            "executionStartedAt.$": "$.executionStartedAt",
            "results.$": "$.results",
          },
        },
        OutputPath: "$.Payload",
        TimeoutSeconds: WAITS_SECONDS.manifest,
        Retry: RETRY_SERVICE_FAULTS,
        End: true,
      },
    },
  };
}

/** One criterion: a failure becomes its result, so that the manifest can name it. */
function collectOne(): object {
  return {
    StartAt: "Collect",
    States: {
      Collect: {
        Type: "Task",
        Resource: INVOKE,
        Parameters: {
          "FunctionName.$": "$.function",
          Payload: {
            "snapshot.$": "$.snapshot",
            "executionStartedAt.$": "$.executionStartedAt",
            "criterion.$": "$.criterion",
          },
        },
        OutputPath: "$.Payload",
        TimeoutSeconds: WAITS_SECONDS.collect,
        Retry: RETRY_SERVICE_FAULTS,
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Complete error" }],
        End: true,
      },
      // A timeout may come without a cause; a missing member would fail the next state.
      "Complete error": {
        Type: "Pass",
        Parameters: {
          "criterion.$": "$.criterion",
          "error.$":
            'States.JsonMerge(States.StringToJson(\'{"Error":"","Cause":""}\'), $.error, false)',
        },
        Next: "Record failure",
      },
      "Record failure": {
        Type: "Pass",
        Parameters: {
          "criterion.$": "$.criterion",
          error: { "name.$": "$.error.Error", "cause.$": "$.error.Cause" },
        },
        End: true,
      },
    },
  };
}
