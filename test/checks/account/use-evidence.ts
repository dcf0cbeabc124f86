import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { networkInterfaces } from "../../../shared/sources/ec2/network-interfaces.ts";
import { logGroups } from "../../../shared/sources/logs/log-groups.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import { REGION, recorded } from "../judging.ts";

/** What the sources by which use is told recorded: `region` holds so many of each. */
export function useEvidence(
  holds: { readonly interfaces?: number; readonly groups?: number; readonly buckets?: number },
  region: string = REGION,
): StoredEvidence[] {
  const many = (count: number | undefined, item: (index: number) => Record<string, string>) =>
    Array.from({ length: count ?? 0 }, (_one, index) => item(index));
  return [
    recorded(
      networkInterfaces,
      [
        {
          operation: "DescribeNetworkInterfaces",
          input: { MaxResults: 1000 },
          response: {
            NetworkInterfaces: many(holds.interfaces, (index) => ({
              NetworkInterfaceId: `eni-${index}`,
            })),
          },
        },
      ],
      region,
    ),
    recorded(
      logGroups,
      [
        {
          operation: "DescribeLogGroups",
          input: { limit: 50 },
          response: {
            logGroups: many(holds.groups, (index) => ({ logGroupName: `/app/${index}` })),
          },
        },
      ],
      region,
    ),
    recorded(buckets, [
      {
        operation: "ListBuckets",
        input: { MaxBuckets: 1000 },
        response: {
          Buckets: many(holds.buckets, (index) => ({ Name: `b-${index}`, BucketRegion: region })),
        },
      },
    ]),
  ];
}
