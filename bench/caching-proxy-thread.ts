import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
} from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { cacheKey } from "./cache-key.ts";
import type { ProxyOrder, ProxyReply, SeenRequest } from "./caching-proxy.ts";

// The thread of `startCachingProxy`: never imported, only run as a worker.

interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

const upstream = new URL((workerData as { upstream: string }).upstream);
/** The emulator refuses connections where hundreds come at once. */
const agent = new Agent({ keepAlive: false, maxSockets: 8 });
const cache = new Map<string, Answer>();
let latencyMs: number | null = null;
let seen: SeenRequest[] = [];
let misses: string[] = [];
let answered = 0;

const server = createServer((incoming, outgoing) => {
  read(incoming)
    .then(async (body) => {
      const receivedAtMs = performance.now();
      const answer = await answerTo(incoming, body);
      answered += 1;
      const requestId = `bench-${answered}`;
      outgoing.writeHead(answer.status, { ...answer.headers, "x-amzn-requestid": requestId });
      outgoing.end(answer.body);
      seen.push({ requestId, receivedAtMs, answeredAtMs: performance.now() });
    })
    .catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
});
// Connections outlive the pauses between rounds.
server.keepAliveTimeout = 120_000;

async function answerTo(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const key = cacheKey(incoming.method ?? "", incoming.url ?? "", incoming.headers, body);
  if (latencyMs === null) {
    const answer = await forward(incoming, body);
    // A poll's last answer is the one that ends the polling.
    cache.set(key, answer);
    return answer;
  }
  const delayMs = latencyMs;
  await new Promise((done) => setTimeout(done, delayMs));
  const known = cache.get(key);
  if (known === undefined) misses.push(key);
  return known ?? { status: 400, headers: {}, body: Buffer.from("Not in the bench's cache") };
}

function forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: upstream.hostname,
        port: upstream.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
      },
      (response) => {
        read(response).then((content) => {
          const { connection, "transfer-encoding": _chunked, ...headers } = response.headers;
          resolve({
            status: response.statusCode ?? 500,
            headers: { ...headers, "content-length": content.length },
            body: content,
          });
        }, reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function reply(message: ProxyReply): void {
  parentPort?.postMessage(message);
}

parentPort?.on("message", (order: ProxyOrder) => {
  switch (order.kind) {
    case "freeze":
      latencyMs = order.latencyMs;
      reply({ kind: "done" });
      break;
    case "take-seen":
      reply({ kind: "seen", requests: seen, misses });
      seen = [];
      misses = [];
      break;
    case "close":
      agent.destroy();
      server.closeAllConnections();
      server.close(() => reply({ kind: "done" }));
      break;
    default:
      order satisfies never;
  }
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  reply({ kind: "listening", port });
});
