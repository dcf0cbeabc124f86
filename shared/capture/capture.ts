import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { ConfiguredRetryStrategy } from "@smithy/util-retry";
import type { Call, Redaction } from "../evidence/evidence-object.ts";
import type { SdkClient, Service } from "../sources/service.ts";
import type { GatherContext, Source } from "../sources/source.ts";
import { asRecord } from "./call-error.ts";
import type { Limiter } from "./limits.ts";
import type { Redactor } from "./redaction.ts";
import { Session, type SharedCalls } from "./session.ts";

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
  /** Waits so many milliseconds: a value, so that tests of polling do not sleep. */
  readonly wait: (ms: number) => Promise<void>;
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

/** Turns what sources ask of AWS into call records. */
export interface Capture {
  gather(source: Source, target: GatherTarget): Promise<Gathered>;
  close(): void;
}

/** The capture of one process: its calls are shared, its pace is one. */
export function createCapture(settings: CaptureSettings): Capture {
  const shared: SharedCalls = new Map();
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: settings.requestTimeoutMs,
  });
  const retryStrategy = new ConfiguredRetryStrategy(
    settings.retry.maxAttempts,
    settings.retry.delayMs,
  );

  async function attempt(source: Source, target: GatherTarget): Promise<Session> {
    const session = new Session(source, shared, settings.now);
    const clients = new Map<string, SdkClient>();
    const context: GatherContext = {
      ...target,
      async open<Sdk extends object, Client extends SdkClient>(
        service: Service<Sdk, Client>,
        region = target.region,
      ) {
        const sdk = await service.load();
        const key = `${service.name} ${region}`;
        let client = clients.get(key);
        if (client === undefined) {
          client = service.connect(sdk, {
            region,
            credentials: settings.credentials,
            retryStrategy,
            requestHandler,
            ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint }),
          });
          recordCalls(client, service, region, session, settings);
          clients.set(key, client);
        }
        // The map holds this very client under this very service's key.
        return { client: client as Client, sdk };
      },
      async each(items, read) {
        const settled = await Promise.allSettled([...items].map(read));
        for (const one of settled) {
          if (one.status === "rejected" && !session.isRecorded(one.reason)) throw one.reason;
        }
      },
      incomplete(reason) {
        session.stopped ??= reason;
      },
      pause: (ms) => beforeDeadline(settings.wait(ms), settings.deadline),
    };
    try {
      await source.gather(context);
    } catch (thrown) {
      if (session.defect !== undefined) throw session.defect;
      if (!session.isRecorded(thrown)) throw thrown;
    }
    if (session.defect !== undefined) throw session.defect;
    return session;
  }

  return {
    async gather(source, target) {
      const startedAt = settings.now().toISOString();
      let session = await attempt(source, target);
      if (session.tokenExpired) {
        session.forget();
        session = await attempt(source, target);
      }
      const reason = session.incompleteReason();
      return {
        startedAt,
        completedAt: settings.now().toISOString(),
        complete: reason === undefined,
        ...(reason === undefined ? {} : { incompleteReason: reason }),
        ...redactAll(session.calls, settings.redact),
      };
    },
    close() {
      requestHandler.destroy();
    },
  };
}

function redactAll(
  calls: readonly Call[],
  redact: Redactor,
): Pick<Gathered, "calls" | "redactions" | "writable"> &
  Partial<Pick<Gathered, "complete" | "incompleteReason">> {
  try {
    const redacted = calls.map(redact);
    return {
      calls: redacted.map(({ call }) => call),
      redactions: redacted.flatMap(({ redactions }, index) =>
        redactions.map(({ pointer, rule }) => ({ pointer: `/calls/${index}${pointer}`, rule })),
      ),
      writable: true,
    };
  } catch {
    // The error may hold what was to be cut out, so not even its message is kept.
    return {
      calls: [],
      redactions: [],
      writable: false,
      complete: false,
      incompleteReason: "Secrets could not be cut out of an answer, so nothing was written",
    };
  }
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
  const dates = new WeakMap<object, (date: string) => void>();
  stack.add(
    (next, context) => (args) => {
      const command = commandOf(context);
      const operation = operationOf(command, context);
      return session.record(
        { serviceName: service.name, cli: service.cli, operation, region, input: args.input },
        (onDate) => {
          dates.set(command, onDate);
          return beforeDeadline(next(args), settings.deadline);
        },
      );
    },
    { step: "initialize", priority: "high", name: "recordCall" },
  );
  stack.addRelativeTo(
    (next) => async (args) => {
      await beforeDeadline(settings.limiter(service.name, region), settings.deadline);
      return next(args);
    },
    { relation: "after", toMiddleware: "retryMiddleware", name: "paceAttempt" },
  );
  stack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      const headers = asRecord(asRecord(asRecord(answer).response).headers);
      if (typeof headers.date === "string") dates.get(commandOf(context))?.(headers.date);
      return answer;
    },
    { step: "deserialize", priority: "low", name: "keepAwsDate" },
  );
}

interface RecordableClient {
  readonly middlewareStack: {
    add(middleware: Middleware, options: object): void;
    addRelativeTo(middleware: Middleware, options: object): void;
  };
}
type Middleware = (
  next: (args: { input: unknown }) => Promise<unknown>,
  context: object,
) => (args: { input: unknown }) => Promise<unknown>;

/** `SMITHY_CONTEXT_KEY` of @smithy/types, where the SDK keeps the command that is being sent. */
const SMITHY_CONTEXT = "__smithy_context";

function commandOf(context: object): object {
  const command = asRecord(asRecord(context)[SMITHY_CONTEXT]).commandInstance;
  return typeof command === "object" && command !== null ? command : context;
}

function operationOf(command: object, context: object): string {
  const schema = asRecord(command).schema;
  if (Array.isArray(schema) && typeof schema[2] === "string") return schema[2];
  return String(asRecord(context).commandName).replace(/Command$/, "");
}

/** What a call that the deadline cut off throws. */
class DeadlineError extends Error {
  override readonly name = "DeadlineExceeded";
}

async function beforeDeadline<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  if (deadline.aborted) {
    work.catch(() => {});
    throw new DeadlineError("The time for gathering was over before AWS answered");
  }
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () =>
      reject(new DeadlineError("The time for gathering was over before AWS answered"));
    deadline.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    deadline.removeEventListener("abort", onAbort);
  }
}
