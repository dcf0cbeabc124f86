import type { AwsCredentialIdentityProvider } from "@smithy/types";
import { type Capture, createCapture } from "./capture.ts";
import { waitMs } from "./deadline.ts";
import { createLimiter, QUOTAS } from "./limits.ts";
import { redact } from "./redaction.ts";
import { retryDelayMs } from "./retry.ts";

/** Attempts of one call, the first included: with the delays between them half a minute. */
const MAX_ATTEMPTS = 6;
const REQUEST_TIMEOUT_MS = 15_000;

/** Who asks AWS, and until when. */
export interface AwsAccess {
  readonly credentials: AwsCredentialIdentityProvider;
  /** `AWS_ENDPOINT_URL`; null for AWS. */
  readonly endpoint: string | null;
  /** The part of each quota that this process may take. */
  readonly share: number;
  readonly deadline: AbortSignal;
  readonly now: () => Date;
  /** Evenly spread in [0, 1). */
  readonly random: () => number;
}

/** The capture of a live account: laptop and account ask at the same pace, with the same patience. */
export function openAwsCapture({ share, random, ...access }: AwsAccess): Capture {
  return createCapture({
    ...access,
    limiter: createLimiter(share, QUOTAS, access.deadline),
    redact,
    retry: {
      maxAttempts: MAX_ATTEMPTS,
      delayMs: (attempt) => retryDelayMs(attempt, random()),
    },
    wait: waitMs,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
}
