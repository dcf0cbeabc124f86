import { openAwsCapture } from "../shared/capture/aws-capture.ts";
import type { Capture } from "../shared/capture/capture.ts";
import { gatheringTime } from "./deadline.ts";

/** As much of a function's environment as asking AWS takes. */
export interface CaptureEnvironment {
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_SESSION_TOKEN?: string | undefined;
  readonly AWS_ENDPOINT_URL?: string | undefined;
  /** The part of each quota that this function may take. */
  readonly QUOTA_SHARE: number;
}

/**
 * Asks AWS with the function's own role, until its time for gathering ends; what is not answered by
 * then is incomplete.
 *
 * @param remainingMs what Lambda leaves the function, in milliseconds
 * @throws what `work` throws
 */
export async function withCapture<T>(
  env: CaptureEnvironment,
  remainingMs: number,
  work: (capture: Capture) => Promise<T>,
): Promise<T> {
  const time = gatheringTime(remainingMs);
  const capture = openAwsCapture({
    credentials: async () => ({
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      ...(env.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: env.AWS_SESSION_TOKEN }),
    }),
    endpoint: env.AWS_ENDPOINT_URL ?? null,
    share: env.QUOTA_SHARE,
    deadline: time.deadline,
    now: () => new Date(),
    random: Math.random,
  });
  try {
    return await work(capture);
  } finally {
    time.end();
    capture.close();
  }
}
