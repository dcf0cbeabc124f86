import type { OpenedObject, StoredObject } from "../store/store.ts";
import { manifestEnvelopePath, manifestPath, publicKeyPath } from "./bundle-layout.ts";
import { compareUtf8, utf8 } from "./bytes.ts";
import { canonicalBytes, canonicalJson } from "./canonical-json.ts";
import { exitCodeOf } from "./faults.ts";
import type { InclusionProof } from "./inclusion-proof.ts";
import type { VerifyInput } from "./verify.ts";
import type { BundleReader } from "./verify-context.ts";
import { type FileReport, verifyFile } from "./verify-file.ts";

/** What the verification of a proof beside its file is given. */
export interface VerifyProofInput
  extends Pick<VerifyInput, "crypto" | "trustedKeys" | "trustedFingerprints" | "asOf"> {
  proof: InclusionProof;
  /** The file that is to be proven, wherever it lies; undefined when it is not there. */
  open(): Promise<OpenedObject | undefined>;
}

/**
 * Verifies one file by a proof that came with it, without the bundle: signature, manifest and root as
 * {@link verifyFile} does, the file's bytes, and that the proof's own path leads from the one to the
 * other.
 *
 * @throws EvidenceError USAGE when the proof is of a path that no manifest can list
 */
export async function verifyProof(input: VerifyProofInput): Promise<FileReport> {
  const { proof } = input;
  const reader = readerOf(input);
  const { path } = proof.file;
  const report = withoutSeal(await verifyFile({ ...input, reader, path }), proof);
  // Where none can be made of what was signed, that is a fault already.
  const { proof: made } = report;
  if (made === null || canonicalJson(made) === canonicalJson(proof)) return report;
  const message = `The proof of ${path} does not lead to the root that was signed, or says something else than what was.`;
  const faults = [...report.faults, { code: "PROOF_INVALID", path, message } as const];
  return { ...report, faults, exitCode: exitCodeOf(faults) };
}

/**
 * The seal of the snapshot that a proof names is in the proof itself: where none was found for the file,
 * the proof names another snapshot than the file's.
 */
function withoutSeal(report: FileReport, { file, snapshot }: InclusionProof): FileReport {
  const message = `The proof of ${file.path} says that its snapshot is ${JSON.stringify(snapshot)}, which it is not.`;
  const faults = report.faults.map((fault) =>
    fault.code === "NO_MANIFEST"
      ? ({ code: "PROOF_INVALID", path: file.path, message } as const)
      : fault,
  );
  return { ...report, faults, exitCode: exitCodeOf(faults) };
}

/** A bundle that holds the seal which is in the proof, and the one file. */
function readerOf({ proof, open }: VerifyProofInput): BundleReader {
  const { snapshot, file } = proof;
  const seal = new Map([
    [manifestPath(snapshot), utf8(proof.manifest)],
    [manifestEnvelopePath(snapshot), canonicalBytes(proof.envelope)],
    [publicKeyPath(snapshot), utf8(proof.publicKey)],
  ]);
  const openAny = async (path: string): Promise<OpenedObject | undefined> => {
    if (path === file.path) return open();
    const bytes = seal.get(path);
    return bytes === undefined ? undefined : openedBytes(bytes);
  };
  return {
    async *list(prefix): AsyncGenerator<StoredObject> {
      const paths = [...seal.keys(), file.path].filter((path) => path.startsWith(prefix));
      for (const path of paths.toSorted(compareUtf8)) yield { path, size: 0, versionId: null };
    },
    open: openAny,
  };
}

function openedBytes(bytes: Uint8Array): OpenedObject {
  async function* once(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return { size: bytes.length, chunks: once(), close: async () => undefined };
}
