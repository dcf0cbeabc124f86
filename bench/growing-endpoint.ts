import { once } from "node:events";
import { globSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { recordJson } from "../shared/capture/record-json.ts";
import type { SdkClient, Service } from "../shared/sources/service.ts";
import type { Source } from "../shared/sources/source.ts";
import type { AskedCall } from "../test/sources/faults/answered-source.ts";
import { type Spoken, wireAnswer } from "../test/sources/faults/wire-answer.ts";
import type { GrowingAccount } from "./growing-account.ts";

/** In which header a request says what it asks, so that nobody has to read AWS's protocols. */
const ASKED = "x-bench-asked";
/** Room for the names of a whole page in that header. */
const MAX_HEADER_BYTES = 1_048_576;

/** A grown account that is asked over HTTP, as AWS is. */
export interface GrowingEndpoint {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** What is sent of a call; the rest is in the SDK's own description of the operation. */
type Told = Omit<AskedCall, "spoken"> & { readonly protocol: string };

/**
 * Answers for a grown account on loopback: whoever asks has the account in another process, and its
 * memory is its own.
 */
export async function startGrowingEndpoint(account: GrowingAccount): Promise<GrowingEndpoint> {
  const services = await loadServices();
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, async (request, response) => {
    for await (const _ of request) {
      // Read to its end, so that the connection can be used again.
    }
    const told = toldBy(request);
    const spoken = await spokenOf(services, told);
    const { statusCode, headers, body } = wireAnswer(spoken, account.answer({ ...told, spoken }));
    response.writeHead(statusCode, { ...headers, "content-length": body.length });
    response.end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The same source, whose requests say what they ask. */
export function sayingWhatItAsks(source: Source): Source {
  const saying = new WeakSet<object>();
  return {
    ...source,
    gather: (context) =>
      source.gather({
        ...context,
        async open<Sdk extends object, Client extends SdkClient>(
          service: Service<Sdk, Client>,
          region = context.region,
        ) {
          const opened = await context.open(service, region);
          if (!saying.has(opened.client)) {
            saying.add(opened.client);
            sayIn(opened.client, { service: service.name, region });
          }
          return opened;
        },
      }),
  };
}

function sayIn(
  client: SdkClient,
  where: { readonly service: string; readonly region: string },
): void {
  const { middlewareStack, config } = client as unknown as TellingClient;
  middlewareStack.add(
    (next, context) => (args) => {
      const told = {
        ...where,
        operation: context.commandName.replace(/Command$/, ""),
        input: recordJson(args.input),
        protocol: config.protocol.getShapeId(),
      };
      args.request.headers[ASKED] = encodeURIComponent(JSON.stringify(told));
      return next(args);
    },
    { step: "build", name: "sayWhatIsAsked" },
  );
}

/** What the SDK's clients have in common below their types. */
interface TellingClient {
  readonly config: { readonly protocol: { getShapeId(): string } };
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: object) => Promise<object>,
        context: { readonly commandName: string },
      ) => (args: {
        readonly input: unknown;
        readonly request: { readonly headers: Record<string, string> };
      }) => Promise<object>,
      options: object,
    ): void;
  };
}

function toldBy({ headers }: IncomingMessage): Told {
  return JSON.parse(decodeURIComponent(String(headers[ASKED]))) as Told;
}

/** The operation as the SDK describes it: `[kind, namespace, name, traits, input, output]`. */
type OperationSchema = readonly [number, string, string, object, Spoken["input"], Spoken["output"]];

async function spokenOf(
  services: ReadonlyMap<string, Service>,
  { service, operation, protocol }: Told,
): Promise<Spoken> {
  const sdk = await services.get(service)?.load();
  const schema = (sdk as Readonly<Record<string, OperationSchema>> | undefined)?.[`${operation}$`];
  if (schema === undefined) throw new Error(`The SDK does not describe ${service}:${operation}.`);
  const [, , , , input, output] = schema;
  return { protocol, operation, input, output };
}

/** Every service that sources open, by its name. */
async function loadServices(): Promise<ReadonlyMap<string, Service>> {
  const folder = join(import.meta.dirname, "../shared/sources");
  const services = new Map<string, Service>();
  for (const file of globSync("*/service.ts", { cwd: folder })) {
    const module: Readonly<Record<string, Service>> = await import(
      pathToFileURL(join(folder, file)).href
    );
    for (const service of Object.values(module)) services.set(service.name, service);
  }
  return services;
}
