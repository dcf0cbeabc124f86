import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { eventSelectors } from "../../../shared/sources/cloudtrail/event-selectors.ts";
import { trailStatus } from "../../../shared/sources/cloudtrail/trail-status.ts";
import { trails } from "../../../shared/sources/cloudtrail/trails.ts";
import { ACCOUNT, REGION, recorded } from "../judging.ts";
import type { Reply } from "../s3/bucket-evidence.ts";

/** The account that a member account's organization is managed from. */
export const MANAGEMENT_ACCOUNT = "999999999999";

/** One trail as DescribeTrails lists it, and what it answers. */
export interface PlantedTrail {
  readonly listed: { readonly [member: string]: Json };
  readonly status?: Reply;
  readonly selectors?: Reply;
}

/** An entry of DescribeTrails with all that a sound trail has; `changes` replaces members, null removes. */
export function trail(name: string, changes: { readonly [member: string]: Json } = {}) {
  const entry: Record<string, Json> = {
    Name: name,
    S3BucketName: "trail-logs",
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: true,
    HomeRegion: REGION,
    TrailARN: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`,
    LogFileValidationEnabled: true,
    HasCustomEventSelectors: true,
    HasInsightSelectors: false,
    IsOrganizationTrail: false,
    ...changes,
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}

/** An organization's trail as a member account sees it. */
export function organizationTrail(name: string, changes: { readonly [member: string]: Json } = {}) {
  return trail(name, {
    TrailARN: `arn:aws:cloudtrail:${REGION}:${MANAGEMENT_ACCOUNT}:trail/${name}`,
    IsOrganizationTrail: true,
    S3BucketName: "organization-logs",
    ...changes,
  });
}

export const LOGGING: Reply = {
  response: {
    IsLogging: true,
    LatestDeliveryTime: "2026-11-22T05:55:00.000Z",
    StartLoggingTime: "2026-01-01T00:00:00.000Z",
  },
};

export const ALL_EVENTS: Reply = selectors({
  ReadWriteType: "All",
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
});

/** Basic selectors. */
export function selectors(...EventSelectors: readonly { readonly [member: string]: Json }[]) {
  return { response: { EventSelectors } };
}

/** Advanced selectors, each as its fields: `{ eventCategory: { Equals: ["Management"] } }`. */
export function advancedSelectors(
  ...fields: readonly { readonly [field: string]: { readonly [operator: string]: Json } }[]
) {
  const AdvancedEventSelectors = fields.map((one) => ({
    FieldSelectors: Object.entries(one).map(([Field, operators]) => ({ Field, ...operators })),
  }));
  return { response: { AdvancedEventSelectors } };
}

/** What the three sources recorded of these trails in a region. */
export function trailEvidence(
  planted: readonly PlantedTrail[],
  region: string = REGION,
): StoredEvidence[] {
  const list = {
    operation: "DescribeTrails",
    input: { includeShadowTrails: true },
    response: { trailList: planted.map(({ listed }) => listed) },
  } as const;
  const arnOf = ({ listed }: PlantedTrail) => String(listed.TrailARN);
  return [
    recorded(trails, [list], region),
    recorded(
      trailStatus,
      [
        list,
        ...planted.map((one) => ({
          operation: "GetTrailStatus" as const,
          input: { Name: arnOf(one) },
          ...(one.status ?? LOGGING),
        })),
      ],
      region,
    ),
    recorded(
      eventSelectors,
      [
        list,
        ...planted.map((one) => ({
          operation: "GetEventSelectors" as const,
          input: { TrailName: arnOf(one) },
          ...(one.selectors ?? ALL_EVENTS),
        })),
      ],
      region,
    ),
  ];
}
