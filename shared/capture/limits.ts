import pThrottle from "p-throttle";

/** How often one service may be asked in one region. */
export interface Quota {
  /** Calls per `intervalMs`. */
  readonly calls: number;
  readonly intervalMs: number;
}

/**
 * Quotas per account and region, kept well below what AWS publishes so that gathering evidence
 * never throttles the company's own product. Unlisted services get `UNPUBLISHED`.
 */
export const QUOTAS: Readonly<Record<string, Quota>> = {
  // Unpublished; AWS's own tools stay near ten calls a second.
  iam: { calls: 10, intervalMs: 1_000 },
  // https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: non-mutating
  // describe actions have a bucket of 100 tokens that refills with 20 a second.
  ec2: { calls: 100, intervalMs: 5_000 },
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html:
  // ten transactions a second for the describe, get and list operations.
  cloudtrail: { calls: 10, intervalMs: 1_000 },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html publishes
  // request rates for objects only; bucket settings are read far below those.
  s3: { calls: 100, intervalMs: 1_000 },
  // https://docs.aws.amazon.com/securityhub/1.0/APIReference/Welcome.html: three calls of GetFindings
  // a second; one of them stays the company's own.
  securityhub: { calls: 2, intervalMs: 1_000 },
};

const UNPUBLISHED: Quota = { calls: 10, intervalMs: 1_000 };

/** Lets attempts through at the pace that a quota allows. */
export type Limiter = (serviceName: string, region: string) => Promise<void>;

/**
 * A part of a quota in whole calls, rounded down. Where that would be none, it is one in as many
 * intervals as it takes: rounded up, several processes would ask more than the quota together.
 */
function paceOf(
  { calls, intervalMs }: Quota,
  share: number,
): { readonly limit: number; readonly interval: number } {
  const part = calls * share;
  return part >= 1
    ? { limit: Math.floor(part), interval: intervalMs }
    : { limit: 1, interval: Math.ceil(intervalMs / part) };
}

/**
 * One limiter per service and region.
 *
 * @param share the part of each quota that this process may take, 0 < share ≤ 1: collectors that
 *   run at once in one account each take theirs.
 * @param deadline when it is over, what still waits its turn is refused, and no timer is left
 */
export function createLimiter(
  share: number,
  quotas: typeof QUOTAS = QUOTAS,
  deadline?: AbortSignal,
): Limiter {
  const gates = new Map<string, () => Promise<void>>();
  return (serviceName, region) => {
    const key = `${serviceName} ${region}`;
    let gate = gates.get(key);
    if (gate === undefined) {
      const throttle = pThrottle({
        ...paceOf(quotas[serviceName] ?? UNPUBLISHED, share),
        strict: true,
        ...(deadline === undefined ? {} : { signal: deadline }),
      });
      gate = throttle(async () => {});
      gates.set(key, gate);
    }
    return gate();
  };
}
