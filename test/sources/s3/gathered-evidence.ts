import { type Capture, createCapture } from "../../../shared/capture/capture.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { ACCOUNT, recorded } from "../../checks/judging.ts";

/** A capture of one endpoint that neither retries nor waits, for AWS's quotas neither, nor cuts anything out. */
export function captureAt(endpoint: string): Capture {
  return createCapture({
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    endpoint,
    limiter: async () => {},
    redact: (call) => ({ call, redactions: [] }),
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
}

/** Gathers each source once, the regional ones in every region, as a snapshot would store them. */
export async function gatherEvidence(
  endpoint: string,
  sources: readonly Source[],
  regions: readonly string[],
): Promise<StoredEvidence[]> {
  const capture = captureAt(endpoint);
  const stored: StoredEvidence[] = [];
  for (const source of new Set(sources)) {
    for (const region of source.scope === "global" ? [null] : regions) {
      const { path, object } = recorded(source, [], region);
      const { startedAt, completedAt, complete, incompleteReason, calls } = await capture.gather(
        source,
        { region: region ?? "us-east-1", account: ACCOUNT, partition: "aws" },
      );
      const reason = incompleteReason === undefined ? {} : { incompleteReason };
      stored.push({
        path,
        object: { ...object, startedAt, completedAt, complete, ...reason, calls: [...calls] },
      });
    }
  }
  capture.close();
  return stored;
}
