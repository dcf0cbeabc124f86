import { EvidenceError } from "../../../shared/errors/evidence-error.ts";
import { type VerifyReport, verifyBundle } from "../../../shared/integrity/verify.ts";
import { BlobFolderStore } from "../../../shared/store/blob-folder-store.ts";
import type { EvidenceReader } from "../../../shared/store/store.ts";
import { blobSource } from "../../../shared/store/zip-bytes.ts";
import { ZipStore } from "../../../shared/store/zip-store.ts";
import { countingReader } from "./counting-reader.ts";
import type { Evidence, Progress, VerifyRequest, WorkerAnswer } from "./messages.ts";
import { pagedAccess } from "./paged-access.ts";
import { webCrypto } from "./web-crypto.ts";

/** Often enough to look alive, seldom enough to cost nothing. */
const PROGRESS_MS = 50;

/**
 * Verifies what a person chose, and tells how far it has come. Never throws: what cannot be verified is
 * an answer too.
 *
 * @param now a clock in milliseconds, for the pace of progress only
 */
export async function verifyEvidence(
  request: VerifyRequest,
  answer: (message: WorkerAnswer) => void,
  now: () => number,
): Promise<void> {
  try {
    answer({ kind: "report", report: await verify(request, answer, now) });
  } catch (thrown) {
    answer(refusalOf(thrown));
  }
}

async function verify(
  { evidence, fingerprints, knownHead, asOf }: VerifyRequest,
  answer: (message: WorkerAnswer) => void,
  now: () => number,
): Promise<VerifyReport> {
  const reader = open(evidence);
  const all = await sizeOf(reader);
  let filesDone = 0;
  let bytesDone = 0;
  let told = now();
  const tell = (): void => {
    if (now() - told < PROGRESS_MS) return;
    told = now();
    // The public keys are read twice where a fingerprint was given.
    answer({ kind: "progress", ...atMost({ ...all, filesDone, bytesDone }) });
  };
  return verifyBundle({
    reader: countingReader(reader, {
      onBytes(count) {
        bytesDone += count;
        tell();
      },
      onFile() {
        filesDone += 1;
        tell();
      },
    }),
    crypto: webCrypto,
    trustedKeys: [],
    trustedFingerprints: fingerprints,
    ...(knownHead === null ? {} : { knownHead }),
    asOf,
  });
}

function open(evidence: Evidence): EvidenceReader {
  switch (evidence.kind) {
    case "zip": {
      const { bytes, inflate } = blobSource(evidence.file);
      return new ZipStore({ bytes: pagedAccess(bytes), inflate }, evidence.name);
    }
    case "folder":
      return new BlobFolderStore(evidence.files);
    default:
      return evidence satisfies never;
  }
}

/** How much there is to read. Of a ZIP that is refused, nothing: verification says why. */
async function sizeOf(reader: EvidenceReader): Promise<Pick<Progress, "files" | "bytes">> {
  let files = 0;
  let bytes = 0;
  try {
    for await (const { size } of reader.list("")) {
      files += 1;
      bytes += size;
    }
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== "ARCHIVE_INVALID") throw error;
  }
  return { files, bytes };
}

function atMost({ files, filesDone, bytes, bytesDone }: Progress): Progress {
  return {
    files,
    filesDone: Math.min(filesDone, files),
    bytes,
    bytesDone: Math.min(bytesDone, bytes),
  };
}

function refusalOf(thrown: unknown): WorkerAnswer {
  if (thrown instanceof EvidenceError) {
    const { code, message, exitCode } = thrown;
    return { kind: "refused", code, message, exitCode };
  }
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `Something failed that should not: ${why}. Use verify.mjs or soc2-evidence verify instead.`;
  return { kind: "refused", code: null, message, exitCode: 3 };
}
