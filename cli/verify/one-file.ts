import { readFile, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { systemCode } from "../../shared/errors/system-code.ts";
import { parseInclusionProof } from "../../shared/integrity/inclusion-proof.ts";
import type { VerifyInput } from "../../shared/integrity/verify.ts";
import { type FileReport, verifyFile } from "../../shared/integrity/verify-file.ts";
import { verifyProof } from "../../shared/integrity/verify-proof.ts";
import { renderFileVerdict } from "../../shared/report/file-verdict.ts";
import { openFile } from "../../shared/store/folder-file.ts";
import type { OpenedObject } from "../../shared/store/store.ts";
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
 * @throws EvidenceError USAGE when no file is named
 * @throws EvidenceError NOT_FOUND when there is no such proof or no such file
 * @throws EvidenceError SCHEMA_UNKNOWN, JSON_INVALID, SCHEMA_INVALID as {@link parseInclusionProof} does
 */
export async function verifyByProof(
  terminal: Terminal,
  trust: Trust,
  file: string,
  proofFile: string,
  json: boolean,
): Promise<number> {
  if (file === "") {
    const what = "No file was named. Give the file to check: verify FILE --proof PROOF.";
    throw new EvidenceError("USAGE", what);
  }
  const bytes = await readFile(resolve(terminal.cwd, proofFile)).catch(() => {
    throw new EvidenceError("NOT_FOUND", `There is no proof ${proofFile} that can be read.`);
  });
  const proof = parseInclusionProof(bytes, proofFile);
  const path = await pathOf(resolve(terminal.cwd, file), file);
  return show(
    terminal,
    await verifyProof({ ...trust, proof, open: async () => openNamed(path, file) }),
    file,
    json,
  );
}

/** Where a file lies that a person named: a link to it is followed, as with every other argument. */
async function pathOf(path: string, named: string): Promise<string> {
  const real = await realpath(path).catch((cause: unknown) => {
    const what = `There is no file ${named} to check. Give the path of the file that the proof is of.`;
    throw new EvidenceError("NOT_FOUND", what, { path: named }, { cause });
  });
  if ((await stat(real)).isFile()) return real;
  const what = `${named} is no file. Give the path of the file that the proof is of.`;
  throw new EvidenceError("NOT_FOUND", what, { path: named });
}

/** @throws EvidenceError STORE_UNREADABLE when it cannot be read */
function openNamed(path: string, named: string): OpenedObject | undefined {
  const unreadable = (cause: unknown): EvidenceError => {
    const what = `${named} could not be read${systemCode(cause)}. Check that you may read it.`;
    return new EvidenceError("STORE_UNREADABLE", what, { path: named }, { cause });
  };
  try {
    const opened = openFile(path, named, unreadable);
    return typeof opened === "string" ? undefined : opened;
  } catch (cause) {
    throw unreadable(cause);
  }
}

function show(terminal: Terminal, report: FileReport, file: string, json: boolean): number {
  terminal.out(
    json
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderFileVerdict(report, file, { width: terminal.columns, colour: terminal.colour }),
  );
  return report.exitCode;
}
