import type { Source } from "../sources/source.ts";
import type { AskedCall } from "./sent-call.ts";

/**
 * Which answers are worth keeping, by what the sources that will be gathered declare. An answer is
 * kept for another source that declares the operation, or for the same source in another region;
 * until sources are named, all are kept.
 */
export class ExpectedCalls {
  #declaring: Map<string, number> | null = null;

  /** Says which sources will be gathered; a source counts once however many regions it is read in. */
  expect(sources: Iterable<Source>): void {
    const declaring = new Map<string, number>();
    for (const { operations } of new Set(sources)) {
      const keys = operations.map(({ service, name }) => `${service.name} ${name}`);
      for (const key of new Set(keys)) declaring.set(key, (declaring.get(key) ?? 0) + 1);
    }
    this.#declaring = declaring;
  }

  /** Whether the answer to a call may be asked for again, once `source` has ended in `region`. */
  isAskedAgain(call: AskedCall, source: Source, region: string): boolean {
    if (this.#declaring === null) return true;
    const sources = this.#declaring.get(`${call.serviceName} ${call.operation}`) ?? 0;
    // A regional source asks elsewhere what it asks there from every other region as well.
    return sources > 1 || (source.scope === "regional" && call.region !== region);
  }
}
