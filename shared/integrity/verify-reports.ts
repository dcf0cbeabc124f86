import { EvidenceError } from "../errors/evidence-error.ts";
import { reportIndexEnvelopePath, reportIndexPath } from "./bundle-layout.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { FaultLog } from "./faults.ts";
import type { Manifest } from "./manifest.ts";
import { parseReportIndex, type ReportIndex } from "./report-index.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import { predicateOf } from "./statement.ts";
import type { VerifyContext } from "./verify-context.ts";
import { verifyEnvelope } from "./verify-envelope.ts";
import { verifyFiles } from "./verify-files.ts";
import type { CheckedSeal } from "./verify-seal.ts";

/**
 * Verifies what was rendered after the seal: the signature of the index, that it shows this very
 * manifest, and each report in it.
 *
 * @param present paths of what stands in the reports folder
 */
export async function verifyReports(
  context: VerifyContext,
  manifest: Manifest,
  seal: CheckedSeal,
  present: ReadonlySet<string>,
): Promise<void> {
  if (present.size === 0) return;
  const { snapshot, sequence } = manifest;
  const indexPath = reportIndexPath(snapshot);
  const envelopePath = reportIndexEnvelopePath(snapshot);
  const index = await verifyIndex(context, manifest, seal);
  if (index === "unreadable") return;
  const listed = new Set([
    ...(index?.files ?? []).map(({ path }) => path),
    indexPath,
    envelopePath,
  ]);
  for (const path of present) {
    if (listed.has(path)) continue;
    const message = `${path} stands among the reports and their index does not list it.`;
    context.log.fault("UNLISTED_FILE", path, message, sequence);
  }
  if (index === undefined) return;
  await verifyFiles(context, index.files, present, {
    missing: "REPORT_MISSING",
    changed: "REPORT_CHANGED",
    sequence,
  });
}

/** @returns undefined when there is no index, "unreadable" when it has been faulted already */
async function verifyIndex(
  context: VerifyContext,
  manifest: Manifest,
  seal: CheckedSeal,
): Promise<ReportIndex | "unreadable" | undefined> {
  const { log } = context;
  const { snapshot, sequence } = manifest;
  const path = reportIndexPath(snapshot);
  const envelopePath = reportIndexEnvelopePath(snapshot);
  const bytes = await context.read(path, MAX_SEAL_BYTES.reportIndex);
  const envelopeBytes = await context.read(envelopePath, MAX_SEAL_BYTES.envelope);
  if (bytes === "unreadable" || envelopeBytes === "unreadable") return "unreadable";
  if (bytes === "gone") {
    if (envelopeBytes !== "gone")
      log.fault("FILE_MISSING", path, `${path} was signed and is gone.`);
    return undefined;
  }
  if (envelopeBytes === "gone") {
    log.fault("REPORTS_UNSIGNED", path, `${path} has no signature yet.`, sequence);
  } else {
    const matches = await verifyIndexSignature(context, manifest, seal, bytes, envelopeBytes);
    if (!matches) return "unreadable";
  }
  return readIndex(bytes, path, snapshot, seal.sha256, log);
}

/** @returns true when the index may be read */
async function verifyIndexSignature(
  context: VerifyContext,
  manifest: Manifest,
  seal: CheckedSeal,
  bytes: Uint8Array,
  envelopeBytes: Uint8Array,
): Promise<boolean> {
  const { crypto, keys, log } = context;
  const { snapshot, sequence } = manifest;
  const path = reportIndexPath(snapshot);
  const envelopePath = reportIndexEnvelopePath(snapshot);
  const envelope = await verifyEnvelope("reports", envelopeBytes, envelopePath, keys, log);
  if (envelope === undefined || envelope.statement === undefined) return false;
  const { statement } = envelope;
  if (statement.subjectSha256 !== (await crypto.sha256(bytes))) {
    log.fault("REPORT_CHANGED", path, `${path} is not the index that was signed.`, sequence);
    return false;
  }
  if (canonicalJson(statement.predicate) !== canonicalJson(predicateOf(manifest))) {
    const message = `The statement in ${envelopePath} is about the reports of another snapshot.`;
    log.fault("REPORT_INDEX_INVALID", envelopePath, message, sequence);
    return false;
  }
  // Whoever sealed the snapshot may sign its reports; so may any key that is trusted.
  const sealers = seal.envelope?.validKeyIds ?? [];
  const extra = envelope.keyIds.find((keyId) => !sealers.includes(keyId) && !keys.isTrusted(keyId));
  if (extra === undefined) return true;
  const message = `The reports were signed by ${extra}, which neither sealed the snapshot nor is trusted.`;
  log.fault("SIGNER_UNTRUSTED", envelopePath, message, sequence);
  return false;
}

function readIndex(
  bytes: Uint8Array,
  path: string,
  snapshot: string,
  manifestSha256: string,
  log: FaultLog,
): ReportIndex | "unreadable" {
  try {
    const index = parseReportIndex(bytes, path);
    if (index.snapshot === snapshot && index.manifestSha256 === manifestSha256) return index;
    log.fault(
      "REPORT_INDEX_INVALID",
      path,
      `${path} shows another manifest than the one beside it.`,
    );
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    const code = error.code === "SCHEMA_UNKNOWN" ? error.code : "REPORT_INDEX_INVALID";
    log.fault(code, path, error.message);
  }
  return "unreadable";
}
