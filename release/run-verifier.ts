import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { type VerifyReport, verifyBundle } from "../shared/integrity/verify.ts";
import { type NamedKeys, namedKeys } from "../shared/keys/named-keys.ts";
import { nodeCrypto } from "../shared/keys/node-crypto.ts";
import { renderVerdict } from "../shared/report/verdict.ts";
import { escapeInJson, visibleText } from "../shared/report/visible-text.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import type { EvidenceReader } from "../shared/store/store.ts";
import { fileSource } from "../shared/store/zip-file.ts";
import { ZipStore } from "../shared/store/zip-store.ts";
import { parseVerifierArguments, type VerifierArguments } from "./arguments.ts";
import { IDENTITY } from "./identity.ts";
import type { Surroundings } from "./surroundings.ts";

/** A file of the release. */
export interface Verifier {
  /** The file's name. */
  readonly name: string;
  /** What it does, in a sentence without a full stop, in lines of at most 80 columns. */
  readonly about: string;
  /** What it does with a bundle that was verified. */
  readonly goOn: (reader: EvidenceReader, verified: VerifyReport) => Promise<VerifyReport>;
}

/** The exit code for what should not happen. */
const DEFECT_EXIT_CODE = 3;

/**
 * Verifies a bundle as `soc2-evidence verify` does, and says what it comes to.
 *
 * @returns the exit code: 0 verified and complete, 1 tampered, 2 incomplete, 3 cannot be verified
 */
export async function runVerifier(verifier: Verifier, around: Surroundings): Promise<number> {
  try {
    const options = parseVerifierArguments(around.argv);
    if (options.help) {
      around.out(help(verifier));
      return 0;
    }
    const keys = await namedKeys(around.cwd, options.keys, options.fingerprints);
    const report = await verifyPlace(verifier, options, keys, around);
    around.out(
      options.json
        ? `${JSON.stringify(report, null, 2)}\n`
        : renderVerdict(report, options.place, options.knownHead !== null, {
            width: around.columns,
            colour: around.colour,
            keyOrigins: keys.origins,
          }),
    );
    return report.exitCode;
  } catch (thrown) {
    return reportError(thrown, around);
  }
}

async function verifyPlace(
  { goOn }: Verifier,
  { place, knownHead, asOf }: VerifierArguments,
  { trustedKeys, trustedFingerprints }: NamedKeys,
  { cwd, now }: Surroundings,
): Promise<VerifyReport> {
  const reader = await openPlace(place, cwd);
  const verified = await verifyBundle({
    reader,
    crypto: nodeCrypto,
    trustedKeys,
    trustedFingerprints,
    ...(knownHead === null ? {} : { knownHead }),
    asOf: asOf ?? now().toISOString(),
  });
  return goOn(reader, verified);
}

async function openPlace(place: string, cwd: string): Promise<EvidenceReader> {
  if (place === "") {
    const what = "The path is empty. Name the evidence folder, or a ZIP of one.";
    throw new EvidenceError("USAGE", what);
  }
  if (/^s3:/i.test(place)) {
    throw new EvidenceError(
      "USAGE",
      `${place} is a bucket, which this file does not reach. Copy it to a folder first (aws s3 sync), or use soc2-evidence verify.`,
    );
  }
  const path = resolve(cwd, place);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return new FolderStore(path);
  if (found?.isFile() === true) return new ZipStore(fileSource(path), place);
  throw new EvidenceError("NOT_FOUND", `There is no folder ${place} to verify, and no ZIP.`, {
    place,
  });
}

function reportError(thrown: unknown, { argv, err }: Surroundings): number {
  const isOurs = thrown instanceof EvidenceError;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (argv.includes("--json")) {
    const error = isOurs ? { code: thrown.code, message, ...thrown.fields } : { message };
    err(`${escapeInJson(JSON.stringify({ error }))}\n`);
  } else {
    const sentence = isOurs ? message : `Something failed that should not: ${message}.`;
    err(`${visibleText(sentence)}\n`);
  }
  return isOurs ? thrown.exitCode : DEFECT_EXIT_CODE;
}

function help({ name, about }: Verifier): string {
  return `Usage: node ${name} [options] [place]

${about}.
Plain Node 20 or later: no packages, no network, no AWS account.

Arguments:
  place                           an evidence folder, or a ZIP of one
                                  (default: "evidence")

Options:
  --key <file>                    trust this public key (PEM); may be repeated
  --fingerprint <sha256>          trust the key of this fingerprint; likewise
  --known-head <sequence:sha256>  a link seen before, which must still be there
  --as-of <time>                  judge staleness at this time (default: now)
  --json                          for machines
  -h, --help                      display this

Exit codes: 0 verified and complete, 1 tampered, 2 incomplete, stale or days
missing, 3 cannot be verified.

Key or fingerprint come from the company, and not by way of the evidence. Check
this file against the SHA256SUMS of the published release: a copy that came with
the evidence is a convenience.

Release ${IDENTITY.version}, code hash
${IDENTITY.codeSha256}
`;
}
