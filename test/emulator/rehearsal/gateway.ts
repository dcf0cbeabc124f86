import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import {
  type DeployedFunction,
  type Invocation,
  type RunningFunction,
  runFunction,
  type Surroundings,
} from "./lambda-process.ts";

/** A request that a function made and the emulator refused. */
export interface Refusal {
  readonly functionName: string;
  /** `iam`, as the request was signed for. */
  readonly service: string;
  /** What the emulator said, shortened. */
  readonly answer: string;
}

/** A request that a function sent. */
export interface FunctionRequest {
  readonly functionName: string;
  /** `s3`, as the request was signed for. */
  readonly service: string;
  readonly method: string;
  readonly path: string;
}

/** What stands before the emulator, where AWS would be. */
export interface Gateway {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Every invocation that ended, in the order of their ends. */
  readonly invocations: readonly Invocation[];
  readonly refusals: readonly Refusal[];
  readonly requests: readonly FunctionRequest[];
  /** Passes everything on to this emulator from here on. */
  passTo(upstream: string, surroundings: Omit<Surroundings, "endpoint">): void;
  /** The functions that it runs itself, by name. */
  deploy(functions: readonly DeployedFunction[]): void;
  /** Kills the function's next run at its request of this number, before it is answered. */
  killAt(functionName: string, request: number): void;
  /** Answers every request of a function to this service with a throttling error. */
  throttle(service: string): void;
  /** Ends all that was made to go wrong here. */
  calm(): void;
  close(): Promise<void>;
}

/** `/2015-03-31/functions/<name or ARN>/invocations` */
const INVOCATION = /^\/2015-03-31\/functions\/([^/]+)\/invocations/;

/** Security Hub's answer where it is not switched on, with the status of a denial. */
const NOT_SWITCHED_ON = "InvalidAccessException";

/** Long enough for a sentence. */
const MAX_ANSWER_CHARACTERS = 200;

/**
 * Starts a gateway on a free loopback port. Everything goes on to the emulator as it came, its
 * signature included, but for invocations of functions: those run here, in processes of their own,
 * because moto would need Docker for them.
 */
export async function startGateway(): Promise<Gateway> {
  const functions = new Map<string, DeployedFunction>();
  const running = new Set<RunningFunction>();
  const invocations: Invocation[] = [];
  const refusals: Refusal[] = [];
  const requests: FunctionRequest[] = [];
  const throttled = new Set<string>();
  /** Requests left until the run is killed, by the function's access key. */
  const doomed = new Map<string, { left: number }>();
  const latest = new Map<string, RunningFunction>();
  let upstream = new URL("http://127.0.0.1");
  let surroundings: Omit<Surroundings, "endpoint"> = { region: "", clockEnv: {} };

  async function invoke(name: string, body: Buffer, outgoing: ServerResponse): Promise<void> {
    const deployed = functions.get(name);
    if (deployed === undefined) {
      return json(outgoing, 404, { Type: "User", Message: `Function not found: ${name}` });
    }
    const event: unknown = JSON.parse(body.toString() || "{}");
    const run = runFunction(deployed, event, { ...surroundings, endpoint: gateway.endpoint });
    running.add(run);
    latest.set(deployed.name, run);
    const ended = await run.ended;
    running.delete(run);
    invocations.push(ended);
    json(outgoing, 200, ended.payload, ended.failed ? { "x-amz-function-error": "Unhandled" } : {});
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const [, called] = INVOCATION.exec(incoming.url ?? "") ?? [];
    if (called !== undefined && incoming.method === "POST") {
      return invoke(decodeURIComponent(called).split(":").at(-1) ?? "", body, outgoing);
    }
    const { accessKeyId, service } = signatureOf(incoming);
    const caller = [...functions.values()].find(
      ({ credentials }) => credentials.accessKeyId === accessKeyId,
    );
    if (caller !== undefined) {
      const { method = "", url: path = "" } = incoming;
      requests.push({ functionName: caller.name, service, method, path });
      const doom = doomed.get(caller.name);
      if (doom !== undefined) {
        doom.left -= 1;
        if (doom.left <= 0) {
          doomed.delete(caller.name);
          latest.get(caller.name)?.kill();
          return void outgoing.destroy();
        }
      }
      if (throttled.has(service)) {
        return json(outgoing, 400, { __type: "ThrottlingException", message: "Rate exceeded" });
      }
    }
    const passed = await pass(incoming, body, upstream);
    const text = passed.body.toString().slice(0, MAX_ANSWER_CHARACTERS);
    const isRefused = passed.status === 401 || passed.status === 403;
    if (caller !== undefined && isRefused && !text.includes(NOT_SWITCHED_ON)) {
      refusals.push({ functionName: caller.name, service, answer: text });
    }
    outgoing.writeHead(passed.status, passed.headers);
    outgoing.end(passed.body);
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((thrown: unknown) =>
      outgoing.destroy(thrown instanceof Error ? thrown : undefined),
    );
  });
  // A function that answers late is waited for.
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const gateway: Gateway = {
    port,
    endpoint: `http://127.0.0.1:${port}`,
    invocations,
    refusals,
    requests,
    passTo(emulator, around) {
      upstream = new URL(emulator);
      surroundings = around;
    },
    deploy(deployed) {
      for (const one of deployed) functions.set(one.name, one);
    },
    killAt: (functionName, left) => void doomed.set(functionName, { left }),
    throttle: (service) => void throttled.add(service),
    calm() {
      throttled.clear();
      doomed.clear();
    },
    async close() {
      for (const run of running) run.kill();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return gateway;
}

/** Who signed a request, and for which service: `Credential=KEY/date/region/service/aws4_request`. */
function signatureOf({ headers }: IncomingMessage): { accessKeyId: string; service: string } {
  const [, accessKeyId = "", service = ""] =
    /Credential=([^/]+)\/[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
  return { accessKeyId, service };
}

interface Passed {
  readonly status: number;
  readonly headers: string[];
  readonly body: Buffer;
}

function pass(incoming: IncomingMessage, body: Buffer, upstream: URL): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: upstream.hostname,
        port: upstream.port,
        method: incoming.method,
        path: incoming.url,
        // As they came, the host that was signed included.
        headers: endToEnd(incoming.rawHeaders),
        setHost: false,
      },
      (response) => {
        buffer(response).then(
          (content) =>
            resolve({
              status: response.statusCode ?? 502,
              headers: endToEnd(response.rawHeaders),
              body: content,
            }),
          reject,
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Headers of a message, without those of its connection: what is passed on was read whole. */
function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    if (!/^(?:connection|expect|keep-alive|transfer-encoding)$/i.test(name)) kept.push(name, value);
  }
  return kept;
}

function json(
  outgoing: ServerResponse,
  status: number,
  payload: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  outgoing.writeHead(status, { "content-type": "application/json", ...headers });
  outgoing.end(JSON.stringify(payload));
}
