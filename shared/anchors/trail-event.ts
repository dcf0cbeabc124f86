import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";

const text = z.string().min(1).max(2048);
/** In JSON a field that does not apply is missing or null. */
const optional = text.nullish().transform((value) => value ?? undefined);

/** What is read of a record; all else in it may be anything. */
const recordSchema = z.looseObject({
  eventTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/),
  eventSource: text,
  eventName: text,
  awsRegion: optional,
  requestID: optional,
  eventID: optional,
  eventType: optional,
  eventCategory: optional,
  errorCode: optional,
  managementEvent: z.boolean().nullish(),
  recipientAccountId: optional,
  userIdentity: z.looseObject({ arn: optional, accountId: optional }).nullish(),
  requestParameters: z.unknown().optional(),
});

const contextSchema = z.looseObject({
  encryptionContext: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * One management event of an API call, as CloudTrail recorded it. Times are AWS's own.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailEvent {
  /** Milliseconds since 1970. CloudTrail keeps whole seconds. */
  readonly timeMs: number;
  /** ISO 8601 UTC, as it stands there. */
  readonly eventTime: string;
  /** `kms.amazonaws.com` */
  readonly eventSource: string;
  readonly eventName: string;
  readonly region: string;
  readonly requestId: string | undefined;
  readonly eventId: string;
  readonly errorCode: string | undefined;
  /** The account whose trail it is; undefined where the record does not say. */
  readonly recipientAccount: string | undefined;
  /** The account of whoever called. */
  readonly callerAccount: string | undefined;
  /** ARN of whoever called. */
  readonly principal: string | undefined;
  /** Of a cryptographic operation; empty for all else. */
  readonly encryptionContext: Readonly<Record<string, unknown>>;
}

/**
 * Reads one record of a log file.
 *
 * @param number counts from 1, for sentences
 * @returns undefined for what is no API call's management event: data events, network activity,
 *   insights, sign-ins and what services do by themselves
 * @throws EvidenceError SCHEMA_INVALID when it is no CloudTrail event at all
 */
export function readTrailEvent(
  record: unknown,
  name: string,
  number: number,
): TrailEvent | undefined {
  if (isInsight(record)) return undefined;
  const parsed = recordSchema.safeParse(record);
  const timeMs = parsed.success ? Date.parse(parsed.data.eventTime) : Number.NaN;
  if (!parsed.success || Number.isNaN(timeMs)) {
    const [issue] = parsed.error?.issues ?? [];
    const where = issue === undefined ? "eventTime" : issue.path.join(".");
    throw new EvidenceError(
      "SCHEMA_INVALID",
      `${name} is no CloudTrail log file: record ${number} has no ${where === "" ? "fields" : where} as CloudTrail writes it.`,
      { path: name },
    );
  }
  const event = parsed.data;
  if (!isManagementCall(event)) return undefined;
  const parameters = contextSchema.safeParse(event.requestParameters);
  return {
    timeMs,
    eventTime: event.eventTime,
    eventSource: event.eventSource,
    eventName: event.eventName,
    region: event.awsRegion ?? "",
    requestId: event.requestID,
    eventId: event.eventID ?? "",
    errorCode: event.errorCode,
    recipientAccount: event.recipientAccountId,
    callerAccount: event.userIdentity?.accountId,
    principal: event.userIdentity?.arn,
    encryptionContext: parameters.data?.encryptionContext ?? {},
  };
}

/** Fields that a record's version does not have yet say nothing: records before 1.06 are management events. */
function isManagementCall(event: z.output<typeof recordSchema>): boolean {
  return (
    (event.eventType ?? "AwsApiCall") === "AwsApiCall" &&
    (event.eventCategory ?? "Management") === "Management" &&
    event.managementEvent !== false
  );
}

/** Insight events lie in files of the same form and have none of the fields of a call. */
function isInsight(record: unknown): boolean {
  return (
    typeof record === "object" &&
    record !== null &&
    "eventCategory" in record &&
    record.eventCategory === "Insight"
  );
}
