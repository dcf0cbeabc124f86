import { createCapture } from "../shared/capture/capture.ts";
import { waitMs } from "../shared/capture/deadline.ts";
import { createLimiter, QUOTAS } from "../shared/capture/limits.ts";
import { redact } from "../shared/capture/redaction.ts";
import { retryDelayMs } from "../shared/capture/retry.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { createLiveGatherer, type Gatherer } from "../shared/snapshot/gatherer.ts";
import { sdkVersion, VERSION } from "./collector.ts";
import type { Terminal } from "./terminal.ts";

/** Attempts of one call, the first included: with the delays between them half a minute. */
const MAX_ATTEMPTS = 6;
const REQUEST_TIMEOUT_MS = 15_000;
/** A laptop run ends after this, with what was read by then. */
const DEADLINE_MS = 15 * 60_000;

/** A live account, as the ordinary credential chain and environment give it. */
export interface LiveAccount {
  readonly gatherer: Gatherer;
  readonly homeRegion: string;
  close(): void;
}

/**
 * Opens the AWS account that the environment points to: the SDK's ordinary credential chain,
 * `AWS_REGION` or the profile's region, and `AWS_ENDPOINT_URL` where it is set.
 *
 * @throws EvidenceError CREDENTIALS when there are none or AWS refuses them
 */
export async function openLiveAccount(terminal: Terminal): Promise<LiveAccount> {
  const { fromNodeProviderChain } = await import("@aws-sdk/credential-providers");
  const { env } = terminal;
  const credentials = fromNodeProviderChain();
  await credentials().catch((cause: unknown) => {
    throw new EvidenceError(
      "CREDENTIALS",
      "No AWS credentials were found. Sign in (aws sso login), set AWS_PROFILE, or try the sample account: soc2-evidence snapshot --sample",
      {},
      { cause },
    );
  });
  const homeRegion = await configuredRegion(env);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  const capture = createCapture({
    credentials,
    endpoint: env.AWS_ENDPOINT_URL ?? null,
    limiter: createLimiter(1, QUOTAS, deadline.signal),
    redact,
    retry: {
      maxAttempts: MAX_ATTEMPTS,
      delayMs: (attempt) => retryDelayMs(attempt, Math.random()),
    },
    deadline: deadline.signal,
    now: terminal.now,
    wait: waitMs,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  });
  const close = () => {
    clearTimeout(timer);
    capture.close();
  };
  try {
    const gatherer = await createLiveGatherer(capture, {
      homeRegion,
      version: VERSION,
      sdk: sdkVersion(),
    });
    return { gatherer, homeRegion, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}

/** The region of the environment or profile; AWS's oldest where neither names one. */
async function configuredRegion(env: Terminal["env"]): Promise<string> {
  if (env.AWS_DEFAULT_REGION !== undefined && env.AWS_REGION === undefined) {
    return env.AWS_DEFAULT_REGION;
  }
  const { STSClient } = await import("@aws-sdk/client-sts");
  return new STSClient({}).config.region().catch(() => "us-east-1");
}
