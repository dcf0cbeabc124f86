import type { Gathered } from "../../../shared/capture/capture.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Call } from "../../../shared/evidence/evidence-object.ts";
import type { Judged } from "../../../shared/snapshot/judge.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { type AskedCall, gatherAnswered } from "./answered-source.ts";
import { judgeWith, type Place, placeOf } from "./recorded-account.ts";
import { UNRECORDED } from "./unrecorded-answers.ts";
import type { Said } from "./wire-answer.ts";

type Asked = Pick<Call, "service" | "operation" | "region" | "input">;

/** A source that is gathered from recorded answers, with faults among them. */
export class ScriptedSource {
  readonly source: Source;
  /** Calls that nothing recorded answers. */
  readonly unanswered = new Set<string>();
  readonly #place: Place;

  /** @throws Error where the sample account holds no evidence of the source */
  constructor(source: Source) {
    const place = placeOf(source);
    if (place === undefined) {
      throw new Error(
        `The sample account holds no evidence of ${source.name}: record it again (npm run record-sample).`,
      );
    }
    this.source = source;
    this.#place = place;
  }

  /** Null for global sources. */
  get region(): string | null {
    return this.#place.evidence.object.region;
  }

  /** What AWS answers to a call when nothing is wrong. */
  usual({ service, operation, region, input }: Asked): Said {
    const provided = UNRECORDED[this.source.name]?.[operation];
    if (provided !== undefined) return { response: provided };
    const call = this.#place.account.answerTo({ service, operation, region, input });
    if (call?.response !== undefined) return { response: call.response };
    if (call?.error !== undefined) return { ...call.error, status: call.httpStatus ?? 400 };
    this.unanswered.add(`${operation} ${JSON.stringify(input)}`);
    return { code: "NotScripted", message: "Nobody recorded this.", status: 400 };
  }

  /** Gathers with every answer of `operation` as `said` gives it. */
  gatherWith(operation: string, said: (asked: AskedCall) => Said): Promise<Gathered> {
    return this.gather((asked) =>
      asked.operation === operation ? said(asked) : this.usual(asked),
    );
  }

  gather(script: (asked: AskedCall) => Said = (asked) => this.usual(asked)): Promise<Gathered> {
    return gatherAnswered(this.source, this.region, script);
  }

  /** Judges the checks that stand on the source, with what was gathered as its evidence. */
  judge(gathered: Gathered, others: readonly StoredEvidence[] = []): Judged[] {
    const { path, object } = this.#place.evidence;
    const { incompleteReason: _was, ...frame } = object;
    const { writable: _writable, calls, redactions, ...body } = gathered;
    const stored = {
      path,
      object: { ...frame, ...body, calls: [...calls], redactions: [...redactions] },
    };
    return judgeWith(this.#place.account, this.source, [stored, ...others]);
  }

  /** The evidence of the other sources in the same region, every call of it refused by `said`. */
  restRefused(said: (call: Call) => Pick<Call, "error" | "outcome">): StoredEvidence[] {
    const { account, evidence } = this.#place;
    return account.stored
      .filter((one) => one !== evidence && one.object.region === this.region)
      .map(({ path, object }) => ({
        path,
        object: {
          ...object,
          complete: false,
          calls: object.calls.map(({ response: _response, ...call }) => ({
            ...call,
            ...said({ ...call }),
          })),
        },
      }));
  }
}
