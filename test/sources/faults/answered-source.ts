import { createCapture, type Gathered } from "../../../shared/capture/capture.ts";
import { recordJson } from "../../../shared/capture/record-json.ts";
import { redact } from "../../../shared/capture/redaction.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import type { SdkClient, Service } from "../../../shared/sources/service.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { ACCOUNT } from "../../checks/judging.ts";
import { type Said, type Spoken, wireAnswer } from "./wire-answer.ts";

/** One call as it reaches AWS, and how it is answered there. */
export interface AskedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, Json>>;
  readonly spoken: Spoken;
}

/** How often a throttled call is tried: three times shows that it is tried again, and ends. */
export const MAX_ATTEMPTS = 3;

/**
 * Gathers a source with its real code, the real SDK clients and the real capture; only the last
 * step, the HTTP request, is answered by `script` instead of AWS.
 *
 * @param region the region of a regional source; global ones are asked in us-east-1
 */
export async function gatherAnswered(
  source: Source,
  region: string | null,
  script: (asked: AskedCall) => Said,
): Promise<Gathered> {
  const capture = createCapture({
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    endpoint: null,
    limiter: async () => {},
    redact,
    retry: { maxAttempts: MAX_ATTEMPTS, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
  try {
    const target = { region: region ?? "us-east-1", account: ACCOUNT, partition: "aws" };
    return await capture.gather(answeredBy(source, script), target);
  } finally {
    capture.close();
  }
}

/** The same source, whose requests are answered by `script` instead of AWS. */
export function answeredBy(source: Source, script: (asked: AskedCall) => Said): Source {
  const answered = new WeakSet<object>();
  return {
    ...source,
    gather: (context) =>
      source.gather({
        ...context,
        async open<Sdk extends object, Client extends SdkClient>(
          service: Service<Sdk, Client>,
          region = context.region,
        ) {
          const opened = await context.open(madeOnce(service), region);
          if (!answered.has(opened.client)) {
            answered.add(opened.client);
            answerBy(opened.client, script, { service: service.name, region });
          }
          return opened;
        },
      }),
  };
}

const made = new Map<string, SdkClient>();

/** The same service, whose clients are made once for all gatherings: that takes longer than asking. */
function madeOnce<Sdk extends object, Client extends SdkClient>(
  service: Service<Sdk, Client>,
): Service<Sdk, Client> {
  return {
    ...service,
    connect(sdk, settings) {
      const key = `${service.name} ${settings.region}`;
      // The map holds this very service's client under its name.
      const client = (made.get(key) as Client | undefined) ?? service.connect(sdk, settings);
      made.set(key, client);
      return client;
    },
  };
}

function answerBy(
  client: SdkClient,
  script: (asked: AskedCall) => Said,
  where: { readonly service: string; readonly region: string },
): void {
  const { middlewareStack, config } = client as unknown as SpeakingClient;
  middlewareStack.add(
    (_next, context) => async (args) => {
      const [, , operation, , input, output] = context.__smithy_context.operationSchema;
      const spoken = { protocol: config.protocol.getShapeId(), operation, input, output };
      const asked = { ...where, operation, input: recordJson(args.input) as AskedCall["input"] };
      return { response: wireAnswer(spoken, script({ ...asked, spoken })) };
    },
    { step: "deserialize", priority: "low", name: "answerByScript" },
  );
}

/** What the SDK's clients have in common below their types. */
interface SpeakingClient {
  readonly config: { readonly protocol: { getShapeId(): string } };
  readonly middlewareStack: {
    add(
      middleware: (
        next: unknown,
        context: {
          readonly __smithy_context: {
            readonly operationSchema: readonly [
              number,
              string,
              string,
              unknown,
              Spoken["input"],
              Spoken["output"],
            ];
          };
        },
      ) => (args: { readonly input: unknown }) => Promise<object>,
      options: object,
    ): void;
  };
}
