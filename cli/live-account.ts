import { openAwsCapture } from "../shared/capture/aws-capture.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { createLiveGatherer, type Gatherer } from "../shared/snapshot/gatherer.ts";
import type { Source } from "../shared/sources/source.ts";
import { sdkVersion, VERSION } from "./collector.ts";
import { configuredRegion } from "./configured-region.ts";
import type { Terminal } from "./terminal.ts";

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
 * @param external what is read of other tools, once for all criteria
 * @throws EvidenceError CREDENTIALS when there are none or AWS refuses them
 */
export async function openLiveAccount(
  terminal: Terminal,
  external: readonly Source[],
): Promise<LiveAccount> {
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
  const capture = openAwsCapture({
    credentials,
    endpoint: env.AWS_ENDPOINT_URL ?? null,
    share: 1,
    deadline: deadline.signal,
    now: terminal.now,
    random: Math.random,
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
      external,
    });
    return { gatherer, homeRegion, close };
  } catch (thrown) {
    close();
    throw thrown;
  }
}
