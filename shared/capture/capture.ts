import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import type { Call, Redaction } from "../evidence/evidence-object.ts";
import type { SdkClient, Service } from "../sources/service.ts";
import type { GatherContext, Source } from "../sources/source.ts";
import { asRecord, callErrorOf } from "./call-error.ts";
import { beforeDeadline, DeadlineExceeded, refuseAfter } from "./deadline.ts";
import { ExpectedCalls } from "./expected-calls.ts";
import type { Limiter } from "./limits.ts";
import { redactSentence } from "./redact-sentence.ts";
import type { RedactedCall, Redactor } from "./redaction.ts";
import { REDACTION_FAILED } from "./redaction-failed.ts";
import { createRetryStrategy } from "./retry.ts";
import type { WireNotes } from "./sent-call.ts";
import { Session, type SharedCalls, type TakeCall } from "./session.ts";
import { Turns } from "./turns.ts";

/** How AWS is asked. */
export interface CaptureSettings {
  readonly credentials: AwsCredentialIdentityProvider;
  /** `AWS_ENDPOINT_URL`, when the user points somewhere else than AWS. */
  readonly endpoint: string | null;
  readonly limiter: Limiter;
  readonly redact: Redactor;
  readonly retry: {
    readonly maxAttempts: number;
    /** Milliseconds to wait before attempt `attempt` (2, 3, …). */
    readonly delayMs: (attempt: number) => number;
  };
  /** Aborted when the time for gathering is over: what is not read by then is incomplete. */
  readonly deadline: AbortSignal;
  readonly now: () => Date;
  /**
   * Waits so many milliseconds, or until the deadline (`waitMs`): a value, so that tests do not
   * sleep.
   */
  readonly wait: (ms: number, deadline: AbortSignal) => Promise<void>;
  /** Milliseconds until a request without an answer is given up and tried again. */
  readonly requestTimeoutMs: number;
}

/** Where a source is gathered. */
export interface GatherTarget {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
}

/** What one source gave in one region: the body of its evidence objects. */
export interface Gathered {
  readonly startedAt: string;
  readonly completedAt: string;
  readonly complete: boolean;
  readonly incompleteReason?: string;
  readonly calls: readonly Call[];
  readonly redactions: readonly Redaction[];
  /** False when redaction failed: then nothing of the source may be written. */
  readonly writable: boolean;
}

/** How a source ended whose calls were handed on one by one. */
export type Streamed = Omit<Gathered, "calls" | "redactions">;

/** Turns what sources ask of AWS into call records. */
export interface Capture {
  /**
   * Says which sources will be gathered, so that no answer is kept for longer than another source
   * may need it; before that, all answers are kept. None: nothing is gathered any more.
   */
  expect(sources: readonly Source[]): void;
  gather(source: Source, target: GatherTarget): Promise<Gathered>;
  /**
   * The same for what may be too much to hold: each call is handed to `receive`, redacted, in the order
   * of asking, and let go. The next page waits until it was received. Where a paging token ran out and
   * the listing began again, the calls of both rounds are handed on.
   *
   * @returns `writable` false where a call could not be redacted: it was not handed on, nor any after it
   * @throws what `receive` throws
   */
  stream(source: Source, target: GatherTarget, receive: Receive): Promise<Streamed>;
  close(): void;
}

/** Takes one call of a stream. */
export type Receive = (call: RedactedCall) => Promise<void>;

/** The capture of one process: its calls are shared, its pace is one. */
export function createCapture(settings: CaptureSettings): Capture {
  const shared: SharedCalls = new Map();
  const expected = new ExpectedCalls();
  const clients = new Map<string, SdkClient>();
  const requestHandler = new DeadlineHandler(settings);
  const retryStrategy = createRetryStrategy({ ...settings, ...settings.retry });

  /** One for each service and region: making one takes longer than a call. */
  function clientOf<Sdk extends object, Client extends SdkClient>(
    service: Service<Sdk, Client>,
    sdk: Sdk,
    region: string,
  ): SdkClient {
    const key = `${service.name} ${region}`;
    const client =
      clients.get(key) ??
      service.connect(sdk, {
        region,
        credentials: settings.credentials,
        retryStrategy,
        requestHandler,
        ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
      });
    clients.set(key, client);
    return client;
  }

  async function attempt(source: Source, target: GatherTarget, take: TakeCall): Promise<Session> {
    const session = new Session(source, shared, settings.now, take);
    const recorded = new Map<string, SdkClient>();
    const context: GatherContext = {
      ...target,
      async open<Sdk extends object, Client extends SdkClient>(
        service: Service<Sdk, Client>,
        region = target.region,
      ) {
        const sdk = await service.load();
        const key = `${service.name} ${region}`;
        let client = recorded.get(key);
        if (client === undefined) {
          client = recordedClient(clientOf(service, sdk, region));
          recordCalls(client, service, region, session, settings);
          recorded.set(key, client);
        }
        // The map holds this very client under this very service's key.
        return { client: client as Client, sdk };
      },
      async each(items, read) {
        const settled = await Promise.allSettled([...items].map(async (item) => read(item)));
        for (const one of settled) {
          if (one.status === "rejected" && !session.isRecorded(one.reason)) throw one.reason;
        }
      },
      incomplete(reason) {
        session.stop(reason);
      },
      async pause(ms) {
        try {
          await beforeDeadline(() => settings.wait(ms, settings.deadline), settings.deadline);
          refuseAfter(settings.deadline);
        } catch (thrown) {
          if (thrown instanceof DeadlineExceeded) session.stop(thrown.message, thrown);
          throw thrown;
        }
      },
    };
    try {
      await source.gather(context);
    } catch (thrown) {
      // An answer that a source stumbles over costs that source, never the other ones.
      if (session.defect === undefined && !session.isRecorded(thrown)) {
        const { code, message } = callErrorOf(thrown);
        session.stop(`The source stumbled over an answer (${code}: ${message})`);
      }
    } finally {
      await session.close();
    }
    if (session.defect !== undefined) throw session.defect;
    return session;
  }

  /** One attempt, and a second where a paging token ran out. */
  async function run(
    source: Source,
    target: GatherTarget,
    take: TakeCall,
    again: () => void,
  ): Promise<Streamed> {
    let startedAt = settings.now().toISOString();
    const noteStart: TakeCall = (call) => {
      // A call that another source sent first began before this source did.
      if (call.startedAt < startedAt) startedAt = call.startedAt;
      return take(call);
    };
    let session = await attempt(source, target, noteStart);
    if (session.tokenExpired) {
      session.forget();
      again();
      session = await attempt(source, target, noteStart);
    }
    session.release((call) => expected.isAskedAgain(call, source, target.region));
    const reason = session.incompleteReason();
    return {
      startedAt,
      completedAt: settings.now().toISOString(),
      complete: reason === undefined,
      ...(reason === undefined ? {} : { incompleteReason: redactSentence(reason) }),
      writable: true,
    };
  }

  return {
    expect(sources) {
      expected.expect(sources);
      if (sources.length === 0) shared.clear();
    },
    async gather(source, target) {
      const calls: Call[] = [];
      const ended = await run(
        source,
        target,
        (call) => {
          calls.push(call);
        },
        () => {
          calls.length = 0;
        },
      );
      // Last, because a failed redaction overrides what was said above.
      return { ...ended, ...redactAll(calls, settings.redact) };
    },
    async stream(source, target, receive) {
      let failure: { readonly thrown: unknown } | undefined;
      let isWritable = true;
      const ended = await run(
        source,
        target,
        async (call) => {
          if (!isWritable || failure !== undefined) throw new Error("Nothing more is taken.");
          const redacted = redactOrNothing(call, settings.redact);
          if (redacted === undefined) {
            isWritable = false;
            throw new Error(REDACTION_FAILED);
          }
          await receive(redacted).catch((thrown: unknown) => {
            failure = { thrown };
            throw thrown;
          });
        },
        () => {},
      );
      if (failure !== undefined) throw failure.thrown;
      return isWritable
        ? ended
        : { ...ended, writable: false, complete: false, incompleteReason: REDACTION_FAILED };
    },
    close() {
      requestHandler.destroy();
    },
  };
}

/** Nothing where redaction fails: the error may hold what was to be cut out. */
function redactOrNothing(call: Call, redact: Redactor): RedactedCall | undefined {
  try {
    return redact(call);
  } catch {
    return undefined;
  }
}

function redactAll(
  calls: readonly Call[],
  redact: Redactor,
): Pick<Gathered, "calls" | "redactions" | "writable"> &
  Partial<Pick<Gathered, "complete" | "incompleteReason">> {
  const redacted = calls.map((call) => redactOrNothing(call, redact));
  const whole = redacted.filter((one) => one !== undefined);
  if (whole.length === calls.length) {
    return {
      calls: whole.map(({ call }) => call),
      redactions: whole.flatMap(({ redactions }, index) =>
        redactions.map(({ pointer, rule }) => ({ pointer: `/calls/${index}${pointer}`, rule })),
      ),
      writable: true,
    };
  }
  return {
    calls: [],
    redactions: [],
    writable: false,
    complete: false,
    incompleteReason: REDACTION_FAILED,
  };
}

/** The time without an answer in which a connection to AWS should stand. */
const CONNECTION_TIMEOUT_MS = 5_000;

/** Above the quota that allows most at once (100 calls of EC2), so that only the limiter paces. */
const MAX_SOCKETS = 200;

/** HTTP as the SDK does it, but no request outlives the time for gathering. */
class DeadlineHandler extends NodeHttpHandler {
  readonly #deadline: AbortSignal;
  readonly #turns = new Turns(MAX_SOCKETS);

  constructor({ requestTimeoutMs, deadline }: CaptureSettings) {
    super({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // Without it the handler only prints a warning, and waits on.
      throwOnRequestTimeout: true,
      // The request timeout ends with the headers; this one is for a body that stalls.
      socketTimeout: requestTimeoutMs,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
    });
    this.#deadline = deadline;
  }

  override handle(
    ...[request, options]: Parameters<NodeHttpHandler["handle"]>
  ): ReturnType<NodeHttpHandler["handle"]> {
    return this.#turns.take(request.hostname, () =>
      super.handle(request, { ...options, abortSignal: this.#deadline }),
    );
  }
}

/** The same client with a middleware stack of its own, so that each source records for itself. */
function recordedClient(client: SdkClient): SdkClient {
  const { middlewareStack } = client as unknown as RecordableClient;
  return Object.create(client, { middlewareStack: { value: middlewareStack.clone() } });
}

/** SDK middleware that records every call of a client, paces every attempt and keeps AWS's date. */
function recordCalls(
  client: SdkClient,
  service: { readonly name: string; readonly cli: string },
  region: string,
  session: Session,
  settings: CaptureSettings,
): void {
  // Every SDK v3 client has these two; their types differ by service, which capture sets aside.
  const stack = (client as unknown as RecordableClient).middlewareStack;
  // Each sending of a command has a context of its own, which all middleware sees.
  const notes = new WeakMap<object, WireNotes>();
  stack.add(
    (next, context) => (args) =>
      session.record(
        {
          serviceName: service.name,
          cli: service.cli,
          operation: operationOf(context),
          region,
          input: args.input,
        },
        (wire) => {
          notes.set(context, wire);
          return beforeDeadline(() => next(args), settings.deadline);
        },
      ),
    { step: "initialize", priority: "high", name: "recordCall" },
  );
  stack.addRelativeTo(
    (next, context) => async (args) => {
      await settings.limiter(service.name, region);
      const wire = notes.get(context);
      wire?.attempts.push(null);
      try {
        return await next(args);
      } catch (thrown) {
        wire?.attempts.splice(-1, 1, thrown);
        throw thrown;
      }
    },
    { relation: "after", toMiddleware: "retryMiddleware", name: "paceAttempt" },
  );
  stack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      const headers = asRecord(asRecord(asRecord(answer).response).headers);
      const wire = notes.get(context);
      if (wire !== undefined && typeof headers.date === "string") wire.date = headers.date;
      return answer;
    },
    { step: "deserialize", priority: "low", name: "keepAwsDate" },
  );
}

interface RecordableClient {
  readonly middlewareStack: {
    clone(): object;
    add(middleware: Middleware, options: object): void;
    addRelativeTo(middleware: Middleware, options: object): void;
  };
}
type Middleware = (
  next: (args: { input: unknown }) => Promise<unknown>,
  context: object,
) => (args: { input: unknown }) => Promise<unknown>;

function operationOf(context: object): string {
  return String(asRecord(context).commandName).replace(/Command$/, "");
}
