import type { InputOf, OperationsOf, OutputOf, SdkClient, Service } from "./service.ts";

/** `iam:GetAccountSummary`, as IAM policies name it. */
export type IamAction = `${string}:${string}`;

/** What a source declares of one operation that it calls. */
export interface OperationDeclaration {
  /** The IAM actions that AWS's service authorization reference names for the operation. */
  readonly actions: readonly IamAction[];
  /** Error codes that are an ordinary answer: there is no such setting. */
  readonly absent?: readonly string[];
  /** Error codes that say the resource was deleted between list and read. */
  readonly gone?: readonly string[];
  /** Error codes that say the service is not switched on in this region. */
  readonly notEnabled?: readonly string[];
  /** What the message of a refusal says, word for word, where the service is not switched on here. */
  readonly notEnabledSays?: string;
  /** Members of the answer that AWS leaves out where the list is empty. */
  readonly leavesOutEmpty?: readonly string[];
  /** Asked again until it changes, so a repeated call is neither shared nor a paging loop. */
  readonly polled?: boolean;
  /** Pages without an end in sight: each is handed on and let go, so it is not shared either. */
  readonly streamed?: boolean;
}

/** One declared operation; `Input` and `Output` are the SDK's types and exist only for checks. */
export interface Operation<Name extends string = string, Input = unknown, Output = unknown>
  extends OperationDeclaration {
  readonly service: Service;
  readonly name: Name;
  readonly types?: { readonly input: Input; readonly output: Output };
}

/**
 * Declares that a source calls `operation` of `service`, with the IAM actions it takes and the
 * errors that are answers. A call that is not declared fails, in every test and in production.
 */
export function reads<
  Sdk extends object,
  Client extends SdkClient,
  const Name extends OperationsOf<Sdk> & string,
>(
  service: Service<Sdk, Client>,
  name: Name,
  declaration: OperationDeclaration,
): Operation<Name, InputOf<Sdk, Name>, OutputOf<Sdk, Name>> {
  // The border where a service's own types are set aside: the engine treats all services alike.
  return { service: service as unknown as Service, name, ...declaration };
}

/** What a source is handed to gather with. */
export interface GatherContext {
  /** The region that this evidence is for; the partition's own region where the source is global. */
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  /** The client and SDK package of a service, recorded; in `region` unless another is named. */
  open<Sdk extends object, Client extends SdkClient>(
    service: Service<Sdk, Client>,
    region?: string,
  ): Promise<{ readonly client: Client; readonly sdk: Sdk }>;
  /**
   * Runs `read` for every item at once (the rate limiter paces them) and goes on when a call
   * fails: the failure is in the record. Errors that are not a recorded call's are thrown.
   */
  each<T>(items: Iterable<T>, read: (item: T) => Promise<unknown>): Promise<void>;
  /** Says that not everything was read though every call was answered, and why (no period). */
  incomplete(reason: string): void;
  /** Waits before a polled operation is asked again; ends early when the time for gathering is over. */
  pause(ms: number): Promise<void>;
}

/** One thing read from AWS. */
export interface Source<Operations extends readonly Operation[] = readonly Operation[]> {
  /** `iam.account-summary`: service, then what is read. */
  readonly name: string;
  /** Global sources are read once, regional ones in every region in use. */
  readonly scope: "global" | "regional";
  readonly operations: Operations;
  /** Files that AWS produced whole, kept byte for byte beside the evidence object. */
  readonly attachments?: readonly Attachment[];
  /**
   * Plain SDK code. What it returns is nothing: recording happens underneath. When a call fails it
   * may throw; the record says why the source is incomplete.
   */
  gather(context: GatherContext): Promise<void>;
}

/** A base64 member of a recorded response that is also written as the file it came as. */
export interface Attachment {
  readonly operation: string;
  /** The member of the response, `Content`. */
  readonly member: string;
  /** Without the dot, `csv`. */
  readonly extension: string;
}

/** Declares a source. */
export function source<const Operations extends readonly Operation[]>(
  declared: Source<Operations>,
): Source<Operations> {
  return declared;
}

/** The names of a source's operations. */
export type OperationName<S extends Source> = S["operations"][number]["name"];

type Declared<S extends Source, Name extends string> = Extract<
  S["operations"][number],
  { readonly name: Name }
>;

/** The SDK's output type of a source's operation. */
export type SourceOutput<S extends Source, Name extends string> =
  NonNullable<Declared<S, Name>["types"]> extends { readonly output: infer Output }
    ? Output
    : never;

/** The SDK's input type of a source's operation. */
export type SourceInput<S extends Source, Name extends string> =
  NonNullable<Declared<S, Name>["types"]> extends { readonly input: infer Input } ? Input : never;
