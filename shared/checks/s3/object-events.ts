import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { eventSelectors } from "../../sources/cloudtrail/event-selectors.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext } from "../check.ts";
import { type ListedTrail, listTrails } from "../cloudtrail/every-trail.ts";
import { selectorsOf, statusOf } from "../cloudtrail/trail-answers.ts";

type Selectors = Recorded<SourceOutput<typeof eventSelectors, "GetEventSelectors">>;
type BasicSelector = NonNullable<Selectors["EventSelectors"]>[number];
type AdvancedSelector = NonNullable<Selectors["AdvancedEventSelectors"]>[number];

/** Which requests for a bucket's objects the trails record. */
export interface ObjectEvents {
  readonly reads: boolean;
  readonly writes: boolean;
  /** A trail of the organization that does not tell this account what it records. */
  readonly untold: ListedTrail | null;
  /** Where the trails that record some of them say so; where all are listed, if none does. */
  readonly cites: readonly Cited<unknown>[];
}

/**
 * What trails that are running record of the requests for a bucket's objects.
 *
 * @param region the bucket's own; null where it is not known
 * @throws Unread where trails were not answered for
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function objectEventsOf(
  bucketArn: string,
  region: string | null,
  context: JudgeContext,
): ObjectEvents {
  const cites: Cited<unknown>[] = [];
  let events = { reads: false, writes: false };
  let untold: ListedTrail | null = null;
  const trails = listTrails(context.evidence);
  for (const trail of trails) {
    const { IsMultiRegionTrail: isEverywhere, HomeRegion: home } = trail.entry.value;
    if (isEverywhere !== true && home !== region) continue;
    const selectors = selectorsOf(trail, context);
    const status = statusOf(trail, context);
    if (selectors === null || status === null) {
      untold ??= trail;
      continue;
    }
    if (status.value.IsLogging !== true) continue;
    const recorded = [
      ...(selectors.value.EventSelectors ?? []).map((one) => basicEvents(one, bucketArn)),
      ...(selectors.value.AdvancedEventSelectors ?? []).map((one) =>
        advancedEvents(one, bucketArn),
      ),
    ];
    const reads = recorded.some((one) => one.reads);
    const writes = recorded.some((one) => one.writes);
    if (!reads && !writes) continue;
    events = { reads: events.reads || reads, writes: events.writes || writes };
    cites.push(selectors);
  }
  return {
    ...events,
    untold,
    cites: cites.length > 0 ? cites : trails.map(({ entry }) => entry),
  };
}

const NOTHING = { reads: false, writes: false };

function basicEvents({ DataResources = [], ReadWriteType: type }: BasicSelector, arn: string) {
  const isOfBucket = DataResources.some(
    ({ Type, Values = [] }) =>
      Type === "AWS::S3::Object" && Values.some((value) => takesInAll(value, arn)),
  );
  if (!isOfBucket || type === undefined) return NOTHING;
  return { reads: type !== "WriteOnly", writes: type !== "ReadOnly" };
}

/** The buckets of the partition by `arn:aws:s3`, also with its colons, or the one by its ARN. */
function takesInAll(value: string, arn: string): boolean {
  const everyBucket = arn.split(":").slice(0, 3).join(":");
  return [everyBucket, `${everyBucket}:::`, `${arn}/`].includes(value);
}

function advancedEvents({ FieldSelectors = [] }: AdvancedSelector, arn: string) {
  const fields = FieldSelectors.map(({ Field = "", ...by }) => ({ Field, by }));
  const equals = (name: string) => fields.find(({ Field }) => Field === name)?.by.Equals;
  const isOfObjects =
    equals("eventCategory")?.includes("Data") === true &&
    equals("resources.type")?.includes("AWS::S3::Object") === true;
  // Whatever else narrows what is recorded may leave requests out.
  const isWhole = fields.every(({ Field, by }) => {
    if (["eventCategory", "resources.type", "readOnly"].includes(Field)) return true;
    const [operator, ...others] = Object.keys(by);
    return (
      Field === "resources.ARN" &&
      operator === "StartsWith" &&
      others.length === 0 &&
      (by.StartsWith ?? []).some((value) => takesInAll(value, arn))
    );
  });
  if (!isOfObjects || !isWhole) return NOTHING;
  const readOnly = equals("readOnly") ?? ["true", "false"];
  return { reads: readOnly.includes("true"), writes: readOnly.includes("false") };
}
