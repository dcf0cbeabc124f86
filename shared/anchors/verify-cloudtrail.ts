import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestPath } from "../integrity/bundle-layout.ts";
import { exitCodeOf, FAULTS, FaultLog } from "../integrity/faults.ts";
import type { VerifyReport } from "../integrity/verify.ts";
import { CallIndex } from "./call-index.ts";
import { CoveredPeriod } from "./period.ts";
import { indexCalls, type SealedBundle, sealedManifests } from "./sealed-calls.ts";
import { readTrailEvent, type TrailEvent } from "./trail-event.ts";
import { readTrailRecords } from "./trail-records.ts";
import { type Anchor, Sightings, verifyWitnesses, type WitnessedTimes } from "./witnesses.ts";

/** One log file that CloudTrail delivered, wherever it lies. */
export interface TrailFile {
  /** For sentences. */
  readonly name: string;
  /**
   * Its text, unpacked.
   *
   * @throws EvidenceError STORE_UNREADABLE, also in the middle, when it cannot be read or unpacked
   */
  open(): AsyncIterable<Uint8Array>;
}

/** How many calls CloudTrail can speak of, and how many it shows. */
export interface CallShare {
  /** With a request id, in an hour and region of which the files hold events. */
  readonly covered: number;
  readonly seen: number;
}

/** What CloudTrail shows of one snapshot's calls. */
export interface SnapshotCalls extends CallShare {
  readonly snapshot: string;
  /** By the evidence's names for services. */
  readonly services: Readonly<Record<string, CallShare>>;
}

/** What CloudTrail's files say of a bundle. */
export interface CloudTrailReport {
  readonly files: { readonly read: number; readonly unusable: number };
  /** Management events of the account. */
  readonly events: number;
  /** First and last of them; null without any. */
  readonly span: { readonly from: string; readonly to: string } | null;
  readonly regions: readonly string[];
  /** In the order of the chain. */
  readonly anchors: readonly Anchor[];
  readonly calls: readonly SnapshotCalls[];
}

/** A verification with what CloudTrail adds to it. */
export interface AnchoredReport extends VerifyReport {
  readonly cloudtrail: CloudTrailReport;
}

/** What a comparison with CloudTrail is given. */
export interface CloudTrailInput extends Omit<SealedBundle, "snapshots"> {
  /** What `verifyBundle` made of the bundle. */
  readonly report: VerifyReport;
  readonly files: AsyncIterable<TrailFile>;
  /** ISO 8601 UTC: what AWS saw later need not be in this copy. */
  readonly asOf: string;
  progress?(done: { readonly files: number; readonly events: number }): void;
}

/** Contradictions are named one by one up to this many. */
const NAMED_ONE_BY_ONE = 100;

/**
 * Compares a bundle that was verified with CloudTrail's log files: its manifests with the witness
 * that each has there, its calls with the events of their request ids. The files are taken as they
 * are: that they are CloudTrail's own, `aws cloudtrail validate-logs` says.
 *
 * The request ids of the evidence are kept in memory, the files stream by. A file that turns out not
 * to be whole counts for nothing.
 *
 * @returns the report with CloudTrail's part, its faults and the exit code that follows
 * @throws EvidenceError NOT_FOUND when there is no file at all
 */
export async function verifyCloudTrail(input: CloudTrailInput): Promise<AnchoredReport> {
  const { report } = input;
  const log = new FaultLog();
  const bundle: SealedBundle = { ...input, snapshots: report.snapshots };
  const calls = new CallIndex();
  const manifests: WitnessedTimes[] = [];
  for await (const manifest of sealedManifests(bundle)) {
    await indexCalls(bundle, manifest, calls);
    const { chain, sequence, snapshot, completedAt, nextExpectedBy, replayOf } = manifest;
    manifests.push({ chain, sequence, snapshot, completedAt, nextExpectedBy, replayOf });
  }
  const chain = manifests[0]?.chain ?? "";
  const account = report.snapshots[0]?.account ?? "";
  const trail = await readTrail(input, { chain, account, calls }, log);
  const anchors = verifyWitnesses(
    {
      manifests,
      report,
      sightings: trail.sightings,
      period: trail.period,
      asOfMs: Date.parse(input.asOf),
    },
    log,
  );
  const shares = sharesOf(manifests, calls, trail.period);
  reportUnseenCalls(shares, log);
  const { period } = trail;
  return withFaults(report, log, {
    files: trail.files,
    events: period.events,
    span: period.span,
    regions: period.regions,
    anchors,
    calls: shares,
  });
}

function withFaults(
  report: VerifyReport,
  log: FaultLog,
  cloudtrail: CloudTrailReport,
): AnchoredReport {
  const faults = [...report.faults, ...log.faults];
  return {
    ...report,
    exitCode: exitCodeOf(faults),
    consistent: faults.every(({ code }) => FAULTS[code].exitCode !== 1),
    faults,
    warnings: [...report.warnings, ...log.warnings],
    cloudtrail,
  };
}

/** What the bundle asks of the files. */
interface Question {
  readonly chain: string;
  readonly account: string;
  readonly calls: CallIndex;
}

/** What one file, or all of them, say. */
interface Trail {
  readonly sightings: Sightings;
  readonly period: CoveredPeriod;
  /** Calls of the bundle of which an event was seen, and what it says otherwise than the evidence. */
  readonly matches: { readonly call: number; readonly otherwise: string | undefined }[];
}

async function readTrail(
  input: CloudTrailInput,
  question: Question,
  log: FaultLog,
): Promise<Trail & { files: CloudTrailReport["files"] }> {
  const all = emptyTrail(question);
  let read = 0;
  let unusable = 0;
  let contradicted = 0;
  for await (const file of input.files) {
    try {
      // Only once it was read to its end does a file count.
      const { sightings, period, matches } = await readFile(file, question);
      all.sightings.join(sightings);
      all.period.join(period);
      for (const { call, otherwise } of matches) {
        if (otherwise === undefined) question.calls.markSeen(call);
        else
          contradicted += reportContradiction(question.calls, call, otherwise, contradicted, log);
      }
      read += 1;
    } catch (thrown) {
      if (!(thrown instanceof EvidenceError)) throw thrown;
      unusable += 1;
      const message = `${thrown.message} Nothing in it was counted.`;
      log.fault("CLOUDTRAIL_UNREADABLE", file.name, message);
    }
    input.progress?.({ files: read + unusable, events: all.period.events });
  }
  if (read + unusable === 0) {
    throw new EvidenceError(
      "NOT_FOUND",
      "There is no log file of CloudTrail. Its names end in .json.gz or .json; give the folder that holds them, such as a copy of AWSLogs/ACCOUNT/CloudTrail.",
    );
  }
  return { ...all, files: { read, unusable } };
}

function emptyTrail({ chain, account }: Question): Trail {
  return { sightings: new Sightings(chain, account), period: new CoveredPeriod(), matches: [] };
}

async function readFile(file: TrailFile, question: Question): Promise<Trail> {
  const trail = emptyTrail(question);
  let number = 0;
  for await (const record of readTrailRecords(file.open(), file.name)) {
    number += 1;
    const event = readTrailEvent(record, file.name, number);
    if (event !== undefined) takeIn(event, question, trail);
  }
  return trail;
}

function takeIn(event: TrailEvent, { account, calls }: Question, trail: Trail): void {
  trail.sightings.add(event);
  // An organisation's trail holds other accounts too; a shared event is delivered to each of them.
  if ((event.recipientAccount ?? event.callerAccount) !== account) return;
  trail.period.add(event.region, event.timeMs);
  const call = calls.find(event);
  if (call !== undefined) {
    trail.matches.push({ call, otherwise: calls.contradiction(call, event) });
  }
}

/** @returns 1, to count by */
function reportContradiction(
  calls: CallIndex,
  call: number,
  otherwise: string,
  before: number,
  log: FaultLog,
): number {
  const { path, service, operation } = calls.describe(call);
  if (before < NAMED_ONE_BY_ONE) {
    const message = `${path}: CloudTrail has ${otherwise} for the request id of ${operation} of ${service}.`;
    log.fault("CALL_CONTRADICTED", path, message);
  }
  return 1;
}

function sharesOf(
  manifests: readonly WitnessedTimes[],
  calls: CallIndex,
  period: CoveredPeriod,
): SnapshotCalls[] {
  const counted = new Map<string, Map<string, { covered: number; seen: number }>>();
  for (const { call, seen } of calls.calls()) {
    // What was seen is covered, wherever AWS books it: global services answer for one region.
    if (!seen && !period.covers([call.region], call.completedMs)) continue;
    const services = counted.get(call.snapshot) ?? new Map();
    counted.set(call.snapshot, services);
    const share = services.get(call.service) ?? { covered: 0, seen: 0 };
    services.set(call.service, share);
    share.covered += 1;
    if (seen) share.seen += 1;
  }
  return manifests
    .filter(({ replayOf }) => replayOf === null)
    .map(({ snapshot }) => {
      const services = [...(counted.get(snapshot) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      const sum = (which: keyof CallShare) =>
        services.reduce((total, [, share]) => total + share[which], 0);
      return {
        snapshot,
        covered: sum("covered"),
        seen: sum("seen"),
        services: Object.fromEntries(services),
      };
    });
}

/** Some calls CloudTrail does not record; that it records none of a whole snapshot's is another matter. */
function reportUnseenCalls(shares: readonly SnapshotCalls[], log: FaultLog): void {
  for (const { snapshot, covered, seen } of shares) {
    if (covered === 0 || seen > 0) continue;
    const message = `CloudTrail shows none of the ${covered} calls of ${snapshot} that lie in its time and regions. Either the trail does not log read events, or AWS was not asked.`;
    log.fault("CALLS_UNSEEN", manifestPath(snapshot), message);
  }
}
