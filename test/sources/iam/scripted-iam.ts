import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createCapture, type Gathered } from "../../../shared/capture/capture.ts";
import { createLimiter } from "../../../shared/capture/limits.ts";
import type { Source } from "../../../shared/sources/source.ts";

/** What IAM answers to one request: the XML of the result, or an error's HTTP status and code. */
export type ScriptedAnswer =
  | { readonly result: string }
  | { readonly status: number; readonly code: string };

/** What a scripted run gave. */
export interface ScriptedRun {
  readonly gathered: Gathered;
  /** Each request as `Action` with its parameters, in the order in which they arrived. */
  readonly requests: readonly string[];
  /** Milliseconds of each wait; nothing waits for real. */
  readonly waits: readonly number[];
}

/**
 * Gathers a source from an IAM endpoint on loopback that says what `answer` says.
 *
 * @param answer given the request's form parameters and how many came before it
 */
export async function gatherScripted(
  source: Source,
  answer: (parameters: URLSearchParams, index: number) => ScriptedAnswer,
): Promise<ScriptedRun> {
  const requests: string[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const parameters = new URLSearchParams(body);
      const index = requests.length;
      const action = parameters.get("Action") ?? "";
      requests.push(describe(parameters));
      const scripted = answer(parameters, index);
      const { status, xml } = render(action, scripted);
      response.writeHead(status, { "content-type": "text/xml" }).end(xml);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const capture = createCapture({
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    endpoint: `http://127.0.0.1:${port}`,
    limiter: createLimiter(1, { iam: { calls: 10_000, intervalMs: 1 } }),
    redact: (call) => ({ call, redactions: [] }),
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date("2026-11-22T06:00:00.000Z"),
    wait: async (ms) => {
      waits.push(ms);
    },
    requestTimeoutMs: 10_000,
  });
  try {
    const gathered = await capture.gather(source, {
      region: "us-east-1",
      account: "123456789012",
      partition: "aws",
    });
    return { gathered, requests, waits };
  } finally {
    capture.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A run in short: each call's operation and outcome, and why the source is incomplete. */
export function inShort({ gathered }: ScriptedRun): string[] {
  const calls = gathered.calls.map(({ operation, outcome, error }) =>
    error === undefined ? `${operation} ${outcome}` : `${operation} ${outcome} ${error.code}`,
  );
  return [...calls, gathered.complete ? "complete" : `incomplete: ${gathered.incompleteReason}`];
}

function describe(parameters: URLSearchParams): string {
  const rest = [...parameters].filter(([name]) => name !== "Action" && name !== "Version");
  return [parameters.get("Action"), ...rest.map(([name, value]) => `${name}=${value}`)].join(" ");
}

/** The AWS query protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
function render(action: string, answer: ScriptedAnswer): { status: number; xml: string } {
  const requestId = "00000000-0000-0000-0000-000000000000";
  if ("code" in answer) {
    return {
      status: answer.status,
      xml: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>As AWS says it</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    };
  }
  return {
    status: 200,
    xml: `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${answer.result}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
  };
}
