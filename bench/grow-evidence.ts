import type { Call, EvidenceObject, Json } from "../shared/evidence/evidence-object.ts";
import { copyOf, growReport, isNaming, namesIn } from "./grown-names.ts";

/**
 * The evidence of an account `times` as large: every resource that an answer lists, and every call
 * about one resource, is there that many times, under names of its own. What is not a resource
 * (regions, settings of the account) stays as it is.
 */
export function growEvidence(evidence: readonly EvidenceObject[], times: number): EvidenceObject[] {
  const names = namesIn(evidence);
  const copies = <T extends Json>(value: T): T[] => [
    value,
    ...Array.from({ length: times - 1 }, (_, index) => copyOf(value, names, index)),
  ];

  function growCall(call: Call): Call[] {
    if (isNaming(call.input, names)) return copies(call as Call & Json);
    const { response } = call;
    if (typeof response !== "object" || response === null) return [call];
    const grown = Object.entries(response).map(([key, value]): [string, Json] => [
      key,
      call.operation === "GetCredentialReport" && key === "Content" && typeof value === "string"
        ? growReport(value, names, times)
        : growList(value),
    ]);
    return [{ ...call, response: Object.fromEntries(grown) }];
  }

  function growList(value: Json): Json {
    if (!Array.isArray(value)) return value;
    return value.flatMap((item: Json) => (isNaming(item, names) ? copies(item) : [item]));
  }

  return evidence.map((object) => ({ ...object, calls: object.calls.flatMap(growCall) }));
}
