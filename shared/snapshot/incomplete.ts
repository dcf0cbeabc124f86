import { type Citation, Cited, type StoredEvidence } from "../evidence/cited.ts";
import { ANSWERED } from "../evidence/evidence-object.ts";

/** A source that could not be read whole, in one region or for the account. */
export interface Incomplete {
  readonly source: string;
  readonly region: string | null;
  /** `AccessDenied on iam:GetAccountSummary`. */
  readonly reason: string;
  /** Where the evidence shows it; null where no evidence was written. */
  readonly cite: Citation | null;
}

/** Which source was to be read where. */
export interface Expected {
  readonly source: string;
  readonly region: string | null;
}

/** What was expected and is missing or not complete, in the order of `expected`. */
export function incompleteOf(
  expected: readonly Expected[],
  stored: readonly StoredEvidence[],
): Incomplete[] {
  return expected.flatMap(({ source, region }) => {
    const objects = stored.filter(
      ({ object }) => object.source === source && object.region === region,
    );
    if (objects.length === 0) {
      return [{ source, region, reason: `No evidence of ${source} was written`, cite: null }];
    }
    const incomplete = objects.find(({ object }) => !object.complete);
    return incomplete === undefined ? [] : [describe(incomplete)];
  });
}

function describe({ path, object }: StoredEvidence): Incomplete {
  const root = Cited.file(object, { path, region: object.region });
  const unread = root
    .at("calls")
    .each()
    .find((call) => !ANSWERED.has(call.value.outcome));
  return {
    source: object.source,
    region: object.region,
    reason: object.incompleteReason ?? `${object.source} was not read whole`,
    cite: (unread?.at("outcome") ?? root.at("complete")).citation,
  };
}
