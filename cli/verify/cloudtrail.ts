import { resolve } from "node:path";
import {
  type AnchoredReport,
  type CloudTrailReport,
  type SnapshotCalls,
  verifyCloudTrail,
} from "../../shared/anchors/verify-cloudtrail.ts";
import type { VerifyInput, VerifyReport } from "../../shared/integrity/verify.ts";
import { counted, listed } from "../../shared/report/words.ts";
import type { Terminal } from "../terminal.ts";
import { trailFiles } from "./trail-files.ts";

/** Snapshots whose calls are told one by one; `--json` has all. */
const SNAPSHOTS_NAMED = 7;
/** Services that are named where calls of them were not seen. */
const SERVICES_NAMED = 4;

/**
 * `verify --cloudtrail PATH`: compares a verified bundle with the log files of CloudTrail in PATH.
 *
 * @throws EvidenceError NOT_FOUND when PATH holds no log file
 */
export async function withCloudTrail(
  terminal: Terminal,
  path: string,
  { reader, crypto, asOf }: Pick<VerifyInput, "reader" | "crypto" | "asOf">,
  report: VerifyReport,
): Promise<AnchoredReport> {
  const anchored = await verifyCloudTrail({
    reader,
    crypto,
    asOf,
    report,
    files: trailFiles(resolve(terminal.cwd, path), path),
    progress: ({ files, events }) =>
      terminal.progress(`Reading CloudTrail: ${files} files, ${events} events`),
  });
  terminal.progress(null);
  return anchored;
}

/** What a person has to know before all else of CloudTrail's files: that they say nothing here. */
export function cloudTrailFirst({ anchors, calls }: CloudTrailReport): string[] {
  const isSilent =
    calls.every(({ covered }) => covered === 0) && anchors.every(({ seenAt }) => seenAt === null);
  if (!isSilent) return [];
  return [
    "CloudTrail's files do not cover the time of any snapshot, so they confirm nothing here.",
  ];
}

/** What CloudTrail's files say, for a person, a sentence each. */
export function cloudTrailSentences(cloudtrail: CloudTrailReport): string[] {
  const { files, events, span, regions, anchors, calls } = cloudtrail;
  const unusable = files.unusable === 0 ? "" : ` (${files.unusable} more not usable)`;
  const what = `CloudTrail: ${counted(files.read, "file")}${unusable} with ${counted(events, "event")} of the account`;
  const when = span === null ? "" : `, ${span.from} to ${span.to}, in ${listed(regions)}`;
  return [`${what}${when}.`, anchorSentence(anchors), ...callSentences(calls)];
}

function anchorSentence(anchors: CloudTrailReport["anchors"]): string {
  const seen = anchors.filter(({ seenAt }) => seenAt !== null);
  const last = seen.at(-1);
  if (last === undefined) return "No manifest of this chain has a witness in these files.";
  return `AWS's own clock saw ${seen.length} of ${counted(anchors.length, "manifest")}, sequence ${last.sequence} at ${last.seenAt}.`;
}

function callSentences(calls: CloudTrailReport["calls"]): string[] {
  const covered = calls.filter((one) => one.covered > 0);
  if (covered.length === 0) return [];
  const more = covered.length - SNAPSHOTS_NAMED;
  return [
    "Of the calls of the evidence it shows these too (management events; not every read is one):",
    ...covered.slice(-SNAPSHOTS_NAMED).map(callSentence),
    ...(more <= 0 ? [] : [`${counted(more, "earlier snapshot")} with --json.`]),
  ];
}

function callSentence({ snapshot, covered, seen, services }: SnapshotCalls): string {
  const unseen = Object.entries(services)
    .map(([service, share]) => ({ service, count: share.covered - share.seen }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const named = unseen
    .slice(0, SERVICES_NAMED)
    .map(({ service, count }) => `${count} of ${service}`);
  const missing = named.length === 0 ? "" : `; not ${listed(named, unseen.length - named.length)}`;
  return `${snapshot}: ${seen} of ${covered}${missing}.`;
}
