import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as AWS's protocols put it. */
export interface AskedOperation {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The region that the request was signed for. */
  readonly region: string;
  /** How often this operation has been asked there with this input, this time included. */
  readonly times: number;
}

/** What the server does with a request; bodies are given in the form of the protocol. */
export type ScriptedReply =
  | { readonly status?: number; readonly body: string; readonly headers?: Record<string, string> }
  /** Hangs up. */
  | "reset"
  /** Never answers. */
  | "silence"
  /** Begins to answer, and stops in the middle. */
  | "stall";

/** A server on loopback that stands for AWS and answers by script. */
export interface ScriptedAws {
  readonly endpoint: string;
  /** Operations in the order in which they came. */
  readonly asked: readonly AskedOperation[];
  /** Resolves when the other side has hung up on a silent answer. */
  readonly hungUp: Promise<void>;
  close(): Promise<void>;
}

/**
 * The Date header of every answer. It is this machine's time, cut to the second: where the two
 * clocks differ by minutes, the SDK corrects its signatures by AWS's and sends once more.
 */
export const AWS_DATE = new Date(Math.floor(Date.now() / 1_000) * 1_000).toISOString();

/**
 * Starts a server that speaks the wire formats of IAM (query, XML) and CloudTrail (JSON 1.1), so
 * that the real SDK clients are tested with it.
 *
 * The emulator that other tests use answers as AWS does on a good day. It cannot be told to throttle
 * three times, to repeat a paging token, to let one run out half way or to hang up: that is what
 * this script is for, and all that it is for.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function startScriptedAws(
  script: (asked: AskedOperation) => ScriptedReply,
): Promise<ScriptedAws> {
  const asked: AskedOperation[] = [];
  let noteHangUp = () => {};
  const hungUp = new Promise<void>((done) => {
    noteHangUp = done;
  });
  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const { operation, input } = parse(request, text);
      const region = regionOf(request);
      const key = JSON.stringify([operation, input, region]);
      const times =
        asked.filter((one) => JSON.stringify([one.operation, one.input, one.region]) === key)
          .length + 1;
      const one = { operation, input, region, times };
      asked.push(one);
      const scripted = script(one);
      if (scripted === "silence") response.once("close", noteHangUp);
      reply(scripted, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked,
    hungUp,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** IAM's answer: the result's inner XML. */
export function xml(operation: string, result: string): ScriptedReply {
  return {
    body: `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
    headers: { "content-type": "text/xml", "x-amzn-requestid": `req-${operation}` },
  };
}

/** IAM's error. */
export function xmlError(status: number, code: string, message = code): ScriptedReply {
  return {
    status,
    body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    headers: { "content-type": "text/xml", "x-amzn-requestid": "req-error" },
  };
}

/** CloudTrail's answer. */
export function json(body: unknown): ScriptedReply {
  return {
    body: JSON.stringify(body),
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "req-json" },
  };
}

/** CloudTrail's error. */
export function jsonError(status: number, code: string, message = code): ScriptedReply {
  return {
    status,
    body: JSON.stringify({ __type: code, message }),
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "req-error" },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** `Credential=KEY/date/region/service/aws4_request` */
function regionOf({ headers }: IncomingMessage): string {
  return /Credential=[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "")?.[1] ?? "";
}

function parse(
  request: IncomingMessage,
  text: string,
): Pick<AskedOperation, "operation" | "input"> {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    return { operation: target.split(".")[1] ?? "", input: JSON.parse(text) };
  }
  const { Action = "", Version: _, ...input } = Object.fromEntries(new URLSearchParams(text));
  return { operation: Action, input };
}

function reply(scripted: ScriptedReply, response: ServerResponse): void {
  if (scripted === "silence") return;
  if (scripted === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (scripted === "stall") {
    response.writeHead(200, { "content-type": "text/xml", "content-length": "1000" });
    response.write("<GetAccountSummaryResponse>");
    return;
  }
  response.writeHead(scripted.status ?? 200, {
    date: new Date(AWS_DATE).toUTCString(),
    ...scripted.headers,
  });
  response.end(scripted.body);
}
