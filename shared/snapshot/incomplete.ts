import { type Citation, Cited, type StoredEvidence } from "../evidence/cited.ts";
import { ANSWERED, type Call, type Json } from "../evidence/evidence-object.ts";
import { stableText } from "../evidence/stable-text.ts";
import { isRefusedByPolicy, placeOfRefusal, regionsClosedByPolicy } from "./closed-regions.ts";

/** A source that could not be read whole, in one region or for the account. */
export interface Incomplete {
  readonly source: string;
  readonly region: string | null;
  /** `AccessDenied on iam:GetAccountSummary`. */
  readonly reason: string;
  /** Where the evidence shows it; null where no evidence was written. */
  readonly cite: Citation | null;
  /** Set where a service control policy closes the region, and this is all that it says. */
  readonly closedByPolicy?: true;
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
  const closed = regionsClosedByPolicy(stored);
  return expected.flatMap(({ source, region }) => {
    const objects = stored.filter(
      ({ object }) => object.source === source && object.region === region,
    );
    if (objects.length === 0) {
      return [{ source, region, reason: `No evidence of ${source} was written`, cite: null }];
    }
    for (const one of objects) {
      const unread = whyUnread(one, objects);
      if (unread === undefined) continue;
      const isClosed = region !== null && closed.has(region) && isRefusedByPolicy(one);
      return [
        { source, region, ...unread, ...(isClosed ? { closedByPolicy: true as const } : {}) },
      ];
    }
    return [];
  });
}

/**
 * What shows that an object was not read whole. What it says of itself is believed only when it says
 * no: it may have been adopted, or replayed, from a run that nobody knows.
 */
function whyUnread(
  { path, object }: StoredEvidence,
  parts: readonly StoredEvidence[],
): Pick<Incomplete, "reason" | "cite"> | undefined {
  const root = Cited.file(object, { path, region: object.region });
  const { calls } = object;
  // Positions first: to cite every call of every object would cost more than to judge them.
  const at = (position: number) => root.at("calls").each()[position];
  const failed = calls.findIndex((call) => !ANSWERED.has(call.outcome));
  if (!object.complete || failed !== -1) {
    return {
      reason: object.incompleteReason ?? `${object.source} was not read whole`,
      cite: (placeOfRefusal(at(failed)) ?? root.at("complete")).citation,
    };
  }
  if (parts.every((part) => part.object.calls.length === 0)) {
    return { reason: `${object.source} asked nothing`, cite: root.at("calls").citation };
  }
  const silent = calls.findIndex(
    ({ outcome, response }) => outcome === "ok" && !isObject(response),
  );
  if (silent !== -1) {
    return {
      reason: `${calls[silent]?.operation} has no response`,
      cite: at(silent)?.citation ?? null,
    };
  }
  const cutShort = calls.findIndex((call) => goesOn(call, parts));
  return cutShort === -1
    ? undefined
    : {
        reason: `${calls[cutShort]?.operation} names a next page that was not read`,
        cite: at(cutShort)?.at("response").citation ?? null,
      };
}

/** Members of responses that name the next page. */
const NEXT_PAGE = [
  "NextToken",
  "nextToken",
  "NextMarker",
  "Marker",
  "ContinuationToken",
  "LastEvaluatedTableName",
  "position",
] as const;

function goesOn({ operation, response }: Call, parts: readonly StoredEvidence[]): boolean {
  if (!isObject(response)) return false;
  // CloudFront wraps its page in a list object.
  const wrapped = Object.values(response).filter(isObject).filter(isPage);
  return [response, ...wrapped].some((page) => pageGoesOn(page, operation, parts));
}

function isPage(value: JsonObject): boolean {
  return Object.hasOwn(value, "IsTruncated");
}

function pageGoesOn(
  page: JsonObject,
  operation: string,
  parts: readonly StoredEvidence[],
): boolean {
  const token = NEXT_PAGE.map((name) => page[name]).find(
    (value) => value !== undefined && value !== null && value !== "",
  );
  if (page.IsTruncated === false) return false;
  if (token === undefined) return page.IsTruncated === true;
  const wanted = stableText(token);
  return !parts.some(({ object }) =>
    object.calls.some(
      (call) =>
        call.operation === operation &&
        Object.values(call.input).some((value) => stableText(value) === wanted),
    ),
  );
}

type JsonObject = { readonly [key: string]: Json };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
