import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createCapture } from "../shared/capture/capture.ts";
import { redact } from "../shared/capture/redaction.ts";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { expectedOf, planSnapshot } from "../shared/snapshot/plan.ts";
import { answeredBy } from "../test/sources/faults/answered-source.ts";
import { GrowingAccount } from "./growing-account.ts";
import { HOME_REGION } from "./live-round.ts";

/** An account as it was recorded, and what is asked of it. */
export interface RecordedAccount {
  readonly evidence: readonly EvidenceObject[];
  readonly config: EffectiveConfig;
  readonly regions: readonly string[];
}

/**
 * How many calls it takes to gather everything from an account `times` as large. Its own code
 * gathers each source; only the requests are answered by `GrowingAccount`.
 *
 * @throws Error when something is asked that the recording says nothing about
 */
export async function countCalls(
  { evidence, config, regions }: RecordedAccount,
  times: number,
): Promise<number> {
  const account = new GrowingAccount(evidence, times);
  const capture = growingCapture();
  const sources = new Set(planSnapshot(config, CHECKS).flatMap((plan) => plan.sources));
  let calls = 0;
  try {
    for (const source of sources) {
      const answered = answeredBy(source, (asked) => {
        calls += 1;
        return account.answer(asked);
      });
      for (const { region } of expectedOf({ sources: [source] }, regions)) {
        const [first] = evidence;
        await capture.gather(answered, {
          account: first?.account ?? "",
          partition: "aws",
          region: region ?? HOME_REGION,
        });
      }
    }
  } finally {
    capture.close();
  }
  refuseUnanswered(account);
  return calls;
}

/** @throws Error that names calls that nothing recorded answers */
export function refuseUnanswered({ unanswered }: GrowingAccount): void {
  if (unanswered.size === 0) return;
  const some = [...unanswered].slice(0, 3).join(", ");
  throw new Error(`${unanswered.size} calls are not in the recording, such as ${some}.`);
}

/** The most memory, in bytes, that a process holds while it takes a snapshot of the grown account. */
export async function measureMemory(
  { evidence, config }: RecordedAccount,
  times: number,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const file = join(folder, "recorded.json");
    await writeFile(file, JSON.stringify({ evidence, config }));
    const process = join(import.meta.dirname, "growth-process.ts");
    const { stdout } = await promisify(execFile)(globalThis.process.execPath, [
      process,
      file,
      String(times),
    ]);
    return Number(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * A capture that waits for nothing: how fast AWS may be asked is not what is measured.
 *
 * @param endpoint where requests go; null where they are answered before they are sent
 */
export function growingCapture(endpoint: string | null = null) {
  return createCapture({
    credentials: async () => ({ accessKeyId: "testing", secretAccessKey: "testing" }),
    endpoint,
    limiter: async () => {},
    redact,
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 60_000,
  });
}
