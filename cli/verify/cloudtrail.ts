import { resolve } from "node:path";
import {
  type AnchoredReport,
  type CloudTrailReport,
  type SnapshotCalls,
  verifyCloudTrail,
} from "../../shared/anchors/verify-cloudtrail.ts";
import type { VerifyInput, VerifyReport } from "../../shared/integrity/verify.ts";
import type { Terminal } from "../terminal.ts";
import { trailFiles } from "./trail-files.ts";

/** Snapshots whose calls are printed one by one; `--json` has all. */
const LINES = 7;
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

/** What CloudTrail's files say, for a person; each line without its indentation. */
export function cloudTrailLines(cloudtrail: CloudTrailReport): string[] {
  const { files, events, span, regions, anchors, calls } = cloudtrail;
  const unusable = files.unusable === 0 ? "" : ` (${files.unusable} more not usable)`;
  const what = `CloudTrail: ${counted(files.read, "file")}${unusable} with ${counted(events, "event")} of the account`;
  return [
    ...(span === null
      ? [`${what}.`]
      : [`${what},`, `  ${span.from} to ${span.to}, in ${regions.join(", ")}.`]),
    ...anchorLines(anchors),
    ...callLines(calls),
  ];
}

function anchorLines(anchors: CloudTrailReport["anchors"]): string[] {
  const seen = anchors.filter(({ seenAt }) => seenAt !== null);
  const last = seen.at(-1);
  if (last === undefined) return ["No manifest of this chain has a witness in these files."];
  return [
    `AWS's own clock saw ${seen.length} of ${counted(anchors.length, "manifest")}, sequence ${last.sequence} at ${last.seenAt}.`,
  ];
}

function callLines(calls: CloudTrailReport["calls"]): string[] {
  const covered = calls.filter((one) => one.covered > 0);
  if (covered.length === 0) return ["The files do not cover the time of any snapshot."];
  const shown = covered.slice(-LINES).map(callLine);
  const more = covered.length - shown.length;
  return [
    "It shows these calls of the evidence too (management events; not every read is one):",
    ...shown.map((line) => `  ${line}`),
    ...(more === 0 ? [] : [`  and ${counted(more, "earlier snapshot")}; all with --json.`]),
  ];
}

function callLine({ snapshot, covered, seen, services }: SnapshotCalls): string {
  const unseen = Object.entries(services)
    .filter(([, share]) => share.seen < share.covered)
    .sort(([, a], [, b]) => b.covered - b.seen - (a.covered - a.seen));
  const named = unseen
    .slice(0, SERVICES_NAMED)
    .map(([service, share]) => `${service} ${share.covered - share.seen}`);
  const rest = unseen.length - named.length;
  const missing =
    named.length === 0 ? "" : `; not: ${named.join(", ")}${rest > 0 ? `, ${rest} more` : ""}`;
  return `${snapshot}  ${seen} of ${covered}${missing}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
