import type { Call, EvidenceObject, Json } from "../shared/evidence/evidence-object.ts";
import { stableText } from "../shared/evidence/stable-text.ts";
import type { AskedCall } from "../test/sources/faults/answered-source.ts";
import { goingOn, NEXT } from "../test/sources/faults/next-page.ts";
import type { Said } from "../test/sources/faults/wire-answer.ts";
import { copyIn, copyOf, growReport, isNaming, namesIn, originalOf } from "./grown-names.ts";

type Input = AskedCall["input"];
type JsonObject = { readonly [key: string]: Json };

/** AWS's usual page, for operations that are asked without a size. */
const USUAL_PAGE = 100;

/** Which items of a list are on a page. */
interface Page {
  readonly offset: number;
  readonly size: number;
}

/**
 * Answers as AWS would for an account `times` as large as a recorded one: every resource is there
 * that many times under names of its own, lists come in pages of the size that is asked for, and
 * each copy is described as its original is. Answers are made when they are asked for, so that the
 * account itself takes no memory.
 */
export class GrowingAccount {
  readonly #times: number;
  readonly #names: RegExp;
  readonly #calls = new Map<string, Call>();
  readonly #ofOperation = new Map<string, Call[]>();
  #report: string | undefined;
  /** Calls that the recording says nothing about. */
  readonly unanswered = new Set<string>();

  constructor(evidence: readonly EvidenceObject[], times: number) {
    this.#times = times;
    this.#names = namesIn(evidence);
    for (const call of evidence.flatMap(({ calls }) => calls)) {
      this.#calls.set(keyOf(call), call);
      const key = operationOf(call);
      this.#ofOperation.set(key, [...(this.#ofOperation.get(key) ?? []), call]);
    }
  }

  answer(asked: AskedCall): Said {
    const { offset, input } = withoutToken(asked.input);
    const original = originalOf(input as Input & Json, this.#names);
    const known = this.#calls.get(keyOf({ ...asked, input: original }));
    if (known === undefined) return this.#batch(asked);
    if (known.error !== undefined) return { ...known.error, status: known.httpStatus ?? 400 };
    const response = known.response ?? {};
    if (isNaming(input as Json, this.#names)) {
      const copy = copyIn(input as Json, this.#names);
      return { response: copy === undefined ? response : copyOf(response, this.#names, copy) };
    }
    const size = sizeOf(input) ?? USUAL_PAGE;
    const { value, isLast } = this.#grown(response, { offset, size });
    if (isLast) return { response: value };
    const more = goingOn(asked.spoken, value, `${NEXT}${offset + size}`);
    // An operation without pages gives its list whole.
    const whole = { offset: 0, size: Number.POSITIVE_INFINITY };
    return { response: more ?? this.#grown(response, whole).value };
  }

  /** One page of an answer in which every item that names a resource stands for all its copies. */
  #grown(response: Json, page: Page): { readonly value: Json; readonly isLast: boolean } {
    if (!isObject(response)) return { value: response, isLast: true };
    let isLast = true;
    const members = Object.entries(response).map(([name, value]): [string, Json] => {
      if (name === "Content" && typeof value === "string") {
        this.#report ??= growReport(value, this.#names, this.#times);
        return [name, this.#report];
      }
      if (!Array.isArray(value)) {
        const inner = this.#grown(value, page);
        isLast &&= inner.isLast;
        return [name, inner.value];
      }
      const copies = value.flatMap((item: Json) =>
        Array.from({ length: isNaming(item, this.#names) ? this.#times : 1 }, (_, copy) => ({
          item,
          copy,
        })),
      );
      isLast &&= page.offset + page.size >= copies.length;
      const there = copies.slice(page.offset, page.offset + page.size);
      // The first of them is the original.
      return [
        name,
        there.map(({ item, copy }) => (copy === 0 ? item : copyOf(item, this.#names, copy - 1))),
      ];
    });
    return { value: Object.fromEntries(members), isLast };
  }

  /** An answer about several resources that are named at once: what each one's original has. */
  #batch(asked: AskedCall): Said {
    const named = Object.values(asked.input)
      .flatMap((value) => (Array.isArray(value) ? value : []))
      .filter((value: Json) => typeof value === "string");
    const recorded = this.#ofOperation.get(operationOf(asked)) ?? [];
    const like = recorded.find(({ response }) => response !== undefined)?.response;
    if (!isObject(like ?? null) || named.length === 0) {
      this.unanswered.add(`${asked.service}:${asked.operation} ${JSON.stringify(asked.input)}`);
      return { code: "NotRecorded", message: "Nobody asked this.", status: 400 };
    }
    const about = (name: string, one: string): Json[] => {
      const original = originalOf(one, this.#names);
      const copy = copyIn(one, this.#names);
      return recorded
        .flatMap(({ response }) => listIn(response ?? null, name))
        .filter((item) => JSON.stringify(item).includes(original))
        .map((item) => (copy === undefined ? item : copyOf(item, this.#names, copy)));
    };
    const members = Object.entries(like as JsonObject).map(([name, value]) => [
      name,
      Array.isArray(value) ? named.flatMap((one) => about(name, one)) : value,
    ]);
    return { response: Object.fromEntries(members) };
  }
}

/** The input of the first page, and where the page that is asked for begins. */
function withoutToken(input: Input): { readonly offset: number; readonly input: Input } {
  const first = Object.entries(input).filter(([, value]) => !isToken(value));
  const token = Object.values(input).find(isToken);
  const offset = token === undefined ? 0 : Number(String(token).slice(NEXT.length));
  return { offset, input: Object.fromEntries(first) };
}

function isToken(value: Json | undefined): boolean {
  return typeof value === "string" && value.startsWith(NEXT);
}

/** The number of items to a page that a call asks for: `MaxResults`, `limit`, … */
function sizeOf(input: Input): number | undefined {
  const [size] = Object.entries(input).flatMap(([name, value]) =>
    /^max|limit$|^pagesize$/i.test(name) && typeof value === "number" ? [value] : [],
  );
  return size;
}

function keyOf(call: Pick<AskedCall, "service" | "operation" | "region" | "input">): string {
  return `${operationOf(call)} ${stableText(call.input as Json)}`;
}

function operationOf({
  service,
  operation,
  region,
}: Pick<AskedCall, "service" | "operation" | "region">): string {
  return `${service} ${operation} ${region}`;
}

function listIn(response: Json, name: string): readonly Json[] {
  const list = isObject(response) ? response[name] : undefined;
  return Array.isArray(list) ? list : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
