import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { parseInclusionProof } from "../../shared/integrity/inclusion-proof.ts";
import type { VerifyInput } from "../../shared/integrity/verify.ts";
import { type FileReport, verifyFile } from "../../shared/integrity/verify-file.ts";
import { verifyProof } from "../../shared/integrity/verify-proof.ts";
import { renderFileVerdict } from "../../shared/report/file-verdict.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { Terminal } from "../terminal.ts";

/** What both ways to verify one file are given. */
type Trust = Pick<VerifyInput, "crypto" | "trustedKeys" | "trustedFingerprints" | "asOf">;

/**
 * `verify --file PATH`: makes and checks an inclusion proof for one file of the bundle.
 *
 * @returns the exit code
 */
export async function verifyOneFile(
  terminal: Terminal,
  input: Trust & Pick<VerifyInput, "reader">,
  path: string,
  json: boolean,
): Promise<number> {
  return show(terminal, await verifyFile({ ...input, path }), path, json);
}

/**
 * `verify FILE --proof PROOF`: checks a file that somebody gave by the proof that came with it.
 *
 * @returns the exit code
 * @throws EvidenceError NOT_FOUND when there is no such proof
 */
export async function verifyByProof(
  terminal: Terminal,
  trust: Trust,
  file: string,
  proofFile: string,
  json: boolean,
): Promise<number> {
  const bytes = await readFile(resolve(terminal.cwd, proofFile)).catch(() => {
    throw new EvidenceError("NOT_FOUND", `There is no proof ${proofFile} that can be read.`);
  });
  const proof = parseInclusionProof(bytes, proofFile);
  const path = resolve(terminal.cwd, file);
  const folder = new FolderStore(dirname(path));
  const open = () => folder.open(basename(path));
  return show(terminal, await verifyProof({ ...trust, proof, open }), file, json);
}

function show(terminal: Terminal, report: FileReport, file: string, json: boolean): number {
  terminal.out(
    json
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderFileVerdict(report, file, { width: terminal.columns, colour: terminal.colour }),
  );
  return report.exitCode;
}
