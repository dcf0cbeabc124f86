import type { OperationName, Source, SourceInput, SourceOutput } from "../sources/source.ts";
import { Cited, type Recorded, type StoredEvidence } from "./cited.ts";
import type { Call, Json } from "./evidence-object.ts";
import { stableText } from "./stable-text.ts";

/** Thrown where a judgement needs what was not read; the engine turns it into `indeterminate`. */
export class Unread extends Error {
  override readonly name = "Unread";
  /** The call that failed, where there is one. */
  readonly at: Cited<unknown> | null;
  constructor(reason: string, at: Cited<unknown> | null = null) {
    super(reason);
    this.at = at;
  }
}

/** Thrown where the resource was deleted between list and read; the engine counts it as gone. */
export class Gone extends Error {
  override readonly name = "Gone";
}

/** The answer to one call: a response, or one of the ordinary errors that its source declares. */
export type Answer<Output> =
  | {
      readonly outcome: "ok";
      readonly response: Cited<Recorded<Output>>;
      readonly at: Cited<unknown>;
    }
  | { readonly outcome: "absent" | "not-enabled"; readonly at: Cited<unknown> };

/**
 * What a check may see: the stored answers of its sources, read as cited values.
 *
 * Responses are typed as the SDK's outputs. They are AWS's answers as the pinned SDK parsed them,
 * so the types hold as far as AWS keeps its own model; checks treat each member as optional.
 */
export class EvidenceView {
  readonly #bySource = new Map<string, StoredEvidence[]>();
  /** By source, then operation, then region and input. */
  readonly #calls = new Map<string, Map<string, Calls>>();
  #walked: Cited<unknown>[] = [];

  constructor(stored: Iterable<StoredEvidence>) {
    for (const one of stored) {
      const objects = this.#bySource.get(one.object.source);
      if (objects === undefined) this.#bySource.set(one.object.source, [one]);
      else objects.push(one);
    }
  }

  /** Whether evidence of the source is stored, whatever it says. */
  has(source: Source): boolean {
    return this.#bySource.has(source.name);
  }

  /** The answered calls of an operation, page by page and region by region. */
  answers<S extends Source, Name extends OperationName<S>>(
    source: S,
    operation: Name,
  ): Cited<Recorded<SourceOutput<S, Name>>>[] {
    const found: Cited<Recorded<SourceOutput<S, Name>>>[] = [];
    for (const call of this.#callsOf(source, operation).inOrder) {
      if (call.value.outcome === "ok" && hasResponse(call)) found.push(responseOf(call));
    }
    return found;
  }

  /** Every item of the list `key` in the answers of an operation: all pages, all regions. */
  items<
    S extends Source,
    Name extends OperationName<S>,
    Key extends Extract<keyof Recorded<SourceOutput<S, Name>>, string>,
  >(source: S, operation: Name, key: Key): Cited<ItemOf<Recorded<SourceOutput<S, Name>>[Key]>>[] {
    const found: Cited<ItemOf<Recorded<SourceOutput<S, Name>>[Key]>>[] = [];
    this.#refuseUnasked(source, operation);
    const declared = source.operations.find(({ name }) => name === operation);
    const isLeftOut = declared?.leavesOutEmpty?.includes(key) === true;
    const answers = this.answers(source, operation);
    const lists = answers.map((answer) => (answer as Cited<Record<string, unknown>>).at(key));
    const withList = new Set(
      lists.filter(({ value }) => Array.isArray(value)).map(({ file }) => file.region),
    );
    for (const list of lists) {
      // An empty list is said; a region whose answers all lack the list says nothing.
      if (!isLeftOut && !withList.has(list.file.region)) {
        throw new Unread(`${operation} gave no ${key}`, list);
      }
      this.#walked.push(list);
      found.push(...(list.each() as Cited<ItemOf<Recorded<SourceOutput<S, Name>>[Key]>>[]));
    }
    return found;
  }

  /**
   * The answers of an operation that is asked once in every region, those that say "not switched
   * on" included; `at` lies in the region's own file.
   */
  everyRegion<S extends Source, Name extends OperationName<S>>(
    source: S,
    operation: Name,
  ): Answer<SourceOutput<S, Name>>[] {
    this.#refuseUnasked(source, operation);
    return this.#callsOf(source, operation)
      .inOrder.filter((call) => EVERY_REGION.has(call.value.outcome))
      .map((call) => answerOf(call));
  }

  /**
   * The one answer of an operation that is asked once for the account.
   *
   * @throws Unread when it was not answered.
   */
  one<S extends Source, Name extends OperationName<S>>(
    source: S,
    operation: Name,
  ): Answer<SourceOutput<S, Name>> {
    // A polled operation has several; its last call is the answer.
    const call = this.#callsOf(source, operation).inOrder.at(-1);
    if (call === undefined) throw new Unread(this.#whyMissing(source, operation));
    return answerOf(call);
  }

  /**
   * The answer to the call of an operation with this very input, in `region` for regional sources.
   *
   * @throws Unread when it was not answered or not asked, Gone when the resource had been deleted.
   */
  call<S extends Source, Name extends OperationName<S>>(
    source: S,
    operation: Name,
    input: SourceInput<S, Name>,
    region?: string,
  ): Answer<SourceOutput<S, Name>> {
    const key = callKey(region ?? null, input as Json);
    const call = this.#callsOf(source, operation).byInput.get(key);
    if (call === undefined) throw new Unread(this.#whyMissing(source, operation));
    return answerOf(call);
  }

  /** Begins to note anew which lists are walked. */
  forgetWalked(): void {
    this.#walked = [];
  }

  /**
   * The lists that were walked since: what an empty population cites. Where none was, the calls of
   * the named sources.
   */
  walked(sources: readonly string[]): Cited<unknown>[] {
    if (this.#walked.length > 0) return this.#walked;
    return sources.flatMap((name) =>
      (this.#bySource.get(name) ?? []).map(({ path, object }) =>
        Cited.file(object, { path, region: object.region }).at("calls"),
      ),
    );
  }

  /** The calls of an operation by region and input; all operations of a source are found at once. */
  #callsOf(source: Source, operation: string): Calls {
    let byOperation = this.#calls.get(source.name);
    if (byOperation === undefined) {
      byOperation = new Map();
      for (const { path, object } of this.#bySource.get(source.name) ?? []) {
        const root = Cited.file(object, { path, region: object.region });
        for (const call of root.at("calls").each()) {
          let calls = byOperation.get(call.value.operation);
          if (calls === undefined) {
            calls = { inOrder: [], byInput: new Map() };
            byOperation.set(call.value.operation, calls);
          }
          calls.inOrder.push(call);
          calls.byInput.set(callKey(object.region, call.value.input), call);
        }
      }
      this.#calls.set(source.name, byOperation);
    }
    return byOperation.get(operation) ?? NO_CALLS;
  }

  /**
   * An object that is complete without the call that a source begins with holds no empty list. What
   * the source asks of each item is not asked where there is none.
   */
  #refuseUnasked(source: Source, operation: string): void {
    const begin = source.operations[0]?.name ?? operation;
    const begun = new Set(
      [begin, operation].flatMap((name) =>
        this.#callsOf(source, name).inOrder.map(({ file }) => file.region),
      ),
    );
    for (const { path, object } of this.#bySource.get(source.name) ?? []) {
      if (!object.complete || begun.has(object.region)) continue;
      const file = Cited.file(object, { path, region: object.region });
      throw new Unread(`${begin} was not asked`, file.at("calls"));
    }
  }

  #whyMissing(source: Source, operation: string): string {
    const incomplete = (this.#bySource.get(source.name) ?? []).find(
      ({ object }) => !object.complete,
    );
    return incomplete?.object.incompleteReason ?? `${operation} was not asked`;
  }
}

/** The outcomes of `Answer`. */
const EVERY_REGION: ReadonlySet<string> = new Set(["ok", "absent", "not-enabled"]);

type ItemOf<T> = NonNullable<T> extends readonly (infer Item)[] ? Item : never;

/**
 * The calls of an operation. Pages whose tokens were cut out as secrets have equal inputs, so that
 * only the order tells them apart.
 */
interface Calls {
  readonly inOrder: Cited<Call>[];
  readonly byInput: Map<string, Cited<Call>>;
}

const NO_CALLS: Calls = { inOrder: [], byInput: new Map() };

function callKey(region: string | null, input: Json): string {
  return `${region ?? ""} ${stableText(input)}`;
}

function hasResponse({ value: { response } }: Cited<Call>): boolean {
  return typeof response === "object" && response !== null;
}

function responseOf<T>(call: Cited<Call>): Cited<T> {
  return call.at("response") as unknown as Cited<T>;
}

function answerOf<Output>(call: Cited<Call>): Answer<Output> {
  const { outcome, error, service, operation } = call.value;
  switch (outcome) {
    case "ok":
      if (!hasResponse(call)) throw new Unread(`${operation} has no response`, call);
      return { outcome, response: responseOf(call), at: call };
    case "absent":
    case "not-enabled":
      return { outcome, at: call.at("error") };
    case "gone":
      throw new Gone(`${operation}: ${error?.code ?? "gone"}`);
    default:
      throw new Unread(`${error?.code ?? outcome} on ${service}:${operation}`, call.at("outcome"));
  }
}
