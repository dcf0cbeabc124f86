import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Gathered } from "../../../shared/capture/capture.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { captureAt } from "./gathered-evidence.ts";

/** One request as the script sees it; service and region are those it was signed for. */
export interface ScriptedRequest {
  readonly service: string;
  readonly region: string;
  /** Host header, path and query: `127.0.0.1:4566/bucket?acl`. */
  readonly url: string;
  /** `X-Amz-Target` without its prefix: `DescribeTrails`. */
  readonly target: string;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly body: string;
}

/**
 * Gathers a source from a server on loopback that answers as the script says.
 *
 * @returns what was gathered, and every request in the order in which it came.
 */
export async function gatherFrom(
  script: (request: ScriptedRequest) => ScriptedAnswer,
  source: Source,
  region = "us-east-1",
): Promise<{ gathered: Gathered; requests: readonly ScriptedRequest[] }> {
  const requests: ScriptedRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await describe(incoming);
    requests.push(request);
    const { status = 200, body } = script(request);
    outgoing.writeHead(status, { "x-amzn-requestid": "scripted" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const capture = captureAt(`http://127.0.0.1:${port}`);
  try {
    const target = { region, account: "123456789012", partition: "aws" };
    return { gathered: await capture.gather(source, target), requests };
  } finally {
    capture.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Every recorded call in short: `GetBucketAcl eu-west-1 gone`. */
export function callsOf({ calls }: Gathered): string[] {
  return calls.map(({ operation, region, outcome }) => `${operation} ${region} ${outcome}`);
}

async function describe(incoming: IncomingMessage): Promise<ScriptedRequest> {
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) body += chunk;
  const scope = /Credential=\w+\/\d+\/([\w-]+)\/([\w-]+)\//.exec(
    incoming.headers.authorization ?? "",
  );
  const target = incoming.headers["x-amz-target"];
  return {
    service: scope?.[2] ?? "",
    region: scope?.[1] ?? "",
    url: `${incoming.headers.host}${incoming.url}`,
    target: String(target ?? "").replace(/^.*\./, ""),
    body,
  };
}
