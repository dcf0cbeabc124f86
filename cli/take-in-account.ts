import { setTimeout as pauseFor } from "node:timers/promises";
import * as z from "zod";
import { redactSentence } from "../shared/capture/redact-sentence.ts";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { type GapReport, gapReport } from "../shared/report/gap-report.ts";
import { readHistory } from "../shared/report/history.ts";
import { readPreviousSnapshot } from "../shared/report/previous-snapshot.ts";
import { readSnapshot, type SnapshotRecord } from "../shared/report/read-snapshot.ts";
import { sealedState } from "../shared/report/seal-state.ts";
import { executionOf } from "../shared/snapshot/execution.ts";
import { openBucket } from "../shared/store/s3-store.ts";
import type { EvidenceReader } from "../shared/store/store.ts";
import { type DeployedStack, type ExecutionState, openDeployedStack } from "./deployed-stack.ts";
import type { Terminal } from "./terminal.ts";

const POLL_MS = 5_000;

/** A snapshot that the deployed workflow took. */
export interface TakenInAccount {
  readonly record: SnapshotRecord;
  readonly report: GapReport;
  readonly signed: boolean;
  /** `s3://…` */
  readonly vault: string;
}

/** What the workflow ends with: what the manifest function gives back. */
const resultSchema = z.object({
  snapshot: z.string(),
  sequence: z.int(),
  manifestSha256: z.string(),
  signed: z.boolean(),
  incomplete: z.int(),
});

/**
 * Starts the deployed workflow and follows it to its end; what it gathered stays in the account.
 *
 * @throws EvidenceError NOT_FOUND when nothing is deployed under that name
 * @throws EvidenceError EXECUTION_FAILED when the workflow does not come to a snapshot
 */
export async function takeInAccount(
  terminal: Terminal,
  options: { readonly stack: string; readonly nonce: string | null },
): Promise<TakenInAccount> {
  const deployed = await openDeployedStack(terminal, options.stack);
  const output = await follow(terminal, deployed, options.nonce);
  terminal.progress(null);
  const { snapshot, manifestSha256, signed } = output;
  const store = await openBucket(
    { bucket: deployed.vaultBucket, prefix: "" },
    { region: deployed.region, endpoint: terminal.env.AWS_ENDPOINT_URL ?? null },
  );
  const reported = await reportOf(store, snapshot, { manifestSha256, signed });
  return { ...reported, signed, vault: store.describe() };
}

/**
 * Starts the snapshot of this second, and waits until it is sealed.
 *
 * @param pause replaced in tests
 */
export async function follow(
  terminal: Pick<Terminal, "now" | "progress">,
  deployed: Pick<DeployedStack, "start" | "describe">,
  nonce: string | null,
  pause: (milliseconds: number) => Promise<unknown> = pauseFor,
): Promise<z.output<typeof resultSchema>> {
  const startedAt = terminal.now();
  const execution = executionOf(startedAt.toISOString(), nonce);
  const arn = await deployed.start(execution);
  let state = await deployed.describe(arn);
  assertSameNonce(state, execution.name, nonce);
  while (state.status === "RUNNING" || state.status === "PENDING_REDRIVE") {
    const seconds = Math.round((terminal.now().getTime() - startedAt.getTime()) / 1_000);
    terminal.progress(`${execution.name} is being taken in the account, for ${seconds} s`);
    await pause(POLL_MS);
    state = await deployed.describe(arn);
  }
  if (state.status !== "SUCCEEDED") throw failed(execution.name, arn, state);
  const result = resultSchema.safeParse(parsed(state.output));
  if (result.success) return result.data;
  throw new EvidenceError(
    "EXECUTION_FAILED",
    `The workflow ended (${arn}) and does not say what it sealed. Deploy the stack of this release.`,
    { execution: arn },
  );
}

/** Somebody else may have begun a snapshot in the same second: it does not have this nonce. */
function assertSameNonce({ input }: ExecutionState, name: string, nonce: string | null): void {
  const given = z.looseObject({ nonce: z.string().nullable() }).safeParse(parsed(input))
    .data?.nonce;
  if (nonce === null || given === nonce) return;
  throw new EvidenceError(
    "EXECUTION_FAILED",
    `${name} was started by somebody else at the same moment, without this nonce. Run it again.`,
    { snapshot: name },
  );
}

function failed(
  name: string,
  arn: string,
  { status, error, cause }: ExecutionState,
): EvidenceError {
  const told = z.looseObject({ errorMessage: z.string() }).safeParse(parsed(cause)).data;
  const why = [error, redactSentence(told?.errorMessage ?? cause ?? "")]
    .filter((part) => part !== undefined && part !== "")
    .join(": ");
  return new EvidenceError(
    "EXECUTION_FAILED",
    `${name} was not taken: the workflow ended as ${status}${why === "" ? "" : ` (${why})`}. See ${arn}.`,
    { execution: arn, status, error: error ?? null },
  );
}

async function reportOf(
  store: EvidenceReader,
  snapshot: string,
  seal: { readonly manifestSha256: string; readonly signed: boolean },
): Promise<Pick<TakenInAccount, "record" | "report">> {
  const record = await readSnapshot(store, snapshot);
  const { manifest } = record;
  if (manifest === null) {
    throw new EvidenceError("SEAL_BROKEN", `${snapshot} was sealed, and its manifest is gone.`, {
      snapshot,
    });
  }
  const previous = await readPreviousSnapshot(store, record);
  const report = gapReport({
    record,
    checks: CHECKS,
    seal: sealedState({ manifest, ...seal }),
    ...(previous === null ? {} : { previous }),
    history: await readHistory(store, record),
  });
  return { record, report };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}
