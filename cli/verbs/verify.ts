import { stat } from "node:fs/promises";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { parseKnownHead } from "../../shared/integrity/known-from-outside.ts";
import { type VerifyProgress, verifyBundle } from "../../shared/integrity/verify.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { trustedKeys } from "../../shared/keys/local-key.ts";
import { type NamedKeys, namedKeys } from "../../shared/keys/named-keys.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { renderVerdict } from "../../shared/report/verdict.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { instantArgument } from "../arguments.ts";
import { openPlace } from "../evidence-place.ts";
import type { Terminal } from "../terminal.ts";
import { cloudTrailSentences, withCloudTrail } from "../verify/cloudtrail.ts";
import { deriveAgain } from "../verify/derive-again.ts";
import { verifyByProof, verifyOneFile } from "../verify/one-file.ts";
import type { Verb } from "./verb.ts";

interface VerifyOptions {
  readonly key?: string[];
  readonly fingerprint?: string[];
  readonly knownHead?: string;
  readonly asOf?: string;
  readonly rederive?: boolean;
  readonly cloudtrail?: string;
  readonly file?: string;
  readonly proof?: string;
  readonly json?: boolean;
}

/** `verify`: whether anything changed since it was sealed, and whether anything is missing before the last. */
export const verify: Verb = {
  declare(program, run) {
    program
      .command("verify")
      .description("check every byte of an evidence folder, ZIP or bucket against its seal")
      .argument("[folder]", "an evidence folder, a ZIP of one, or s3://bucket[/prefix]", "evidence")
      .option("--key <file>", "trust this public key (PEM); may be repeated", appendTo)
      .option(
        "--fingerprint <sha256>",
        "trust the key with this fingerprint; may be repeated",
        appendTo,
      )
      .option("--known-head <sequence:sha256>", "a link seen before, which must still be there")
      .option("--rederive", "derive every result again from its evidence, and compare")
      .option("--cloudtrail <path>", "compare with CloudTrail's log files in this folder or file")
      .option("--file <path>", "prove one file of the bundle, and read no other evidence")
      .option("--proof <file>", "check one file, named instead of a folder, by its proof")
      .option("--as-of <time>", "judge staleness at this time (default: now)", instantArgument)
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
Exit codes: 0 verified and complete, 1 tampered, 2 incomplete, stale or days missing,
3 cannot be verified.

Example:
  soc2-evidence verify evidence --key company-public-key.pem
  soc2-evidence verify s3://the-vault --key company-public-key.pem
  soc2-evidence verify pack.zip --key company-public-key.pem
  soc2-evidence verify evidence --key company-public-key.pem --rederive
  soc2-evidence verify evidence --cloudtrail AWSLogs/123456789012/CloudTrail
  soc2-evidence verify evidence --file PATH --json > proof.json
  soc2-evidence verify account-summary.json --proof proof.json --key company-public-key.pem`,
      )
      .action((place: string, options: VerifyOptions) =>
        run((terminal) => runVerify(terminal, place, options)),
      );
  },
};

async function runVerify(
  terminal: Terminal,
  place: string,
  options: VerifyOptions,
): Promise<number> {
  refuseMixed(options);
  const { origins: keyOrigins, ...keys } = await knownKeys(terminal, options);
  const asOf = options.asOf ?? terminal.now().toISOString();
  const trust = { crypto: nodeCrypto, ...keys, asOf };
  const json = options.json === true;
  if (options.proof !== undefined) {
    return verifyByProof(terminal, trust, place, options.proof, json);
  }
  const reader = await openPlace(terminal, place);
  if (reader instanceof FolderStore) await assertFolder(reader.describe(), place);
  if (options.file !== undefined) {
    return verifyOneFile(terminal, { ...trust, reader }, options.file, json);
  }
  const verified = await verifyBundle({
    ...trust,
    reader,
    ...(options.knownHead === undefined ? {} : { knownHead: parseKnownHead(options.knownHead) }),
    onProgress: (progress) => terminal.progress(progressInWords(progress)),
  });
  const derived =
    options.rederive === true ? await deriveAgain(terminal, reader, verified) : verified;
  const { cloudtrail } = options;
  const anchored =
    cloudtrail === undefined
      ? null
      : await withCloudTrail(terminal, cloudtrail, { ...trust, reader }, derived);
  const report = anchored ?? derived;
  terminal.progress(null);
  terminal.out(
    json
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderVerdict(report, place, options.knownHead !== undefined, {
          width: terminal.columns,
          colour: terminal.colour,
          keyOrigins,
          more: anchored === null ? [] : cloudTrailSentences(anchored.cloudtrail),
        }),
  );
  return report.exitCode;
}

function progressInWords({ snapshot, done, all, filesDone, files }: VerifyProgress): string {
  return `verifying ${snapshot} (${done + 1} of ${all}): ${filesDone} of ${files} files`;
}

/** The keys that this user's configuration knows and those that were named, with where they came from. */
async function knownKeys(
  terminal: Terminal,
  { key = [], fingerprint = [] }: VerifyOptions,
): Promise<NamedKeys> {
  const folder = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const named = await namedKeys(terminal.cwd, key, fingerprint);
  const configured = await trustedKeys(folder);
  const origins = new Map([
    ...configured.map(({ spki }) => [sha256Hex(spki), "from your configuration"] as const),
    ...named.origins,
  ]);
  return { ...named, trustedKeys: [...configured, ...named.trustedKeys], origins };
}

/** One file says nothing of the chain or of results, and a proof is of one file. */
function refuseMixed({ file, proof, knownHead, rederive, cloudtrail }: VerifyOptions): void {
  if (file === undefined && proof === undefined) return;
  const chosen = file === undefined ? "--proof" : "--file";
  const others = [
    ...(file !== undefined && proof !== undefined ? ["--proof"] : []),
    ...(knownHead !== undefined ? ["--known-head"] : []),
    ...(rederive === true ? ["--rederive"] : []),
    ...(cloudtrail !== undefined ? ["--cloudtrail"] : []),
  ];
  const [other] = others;
  if (other === undefined) return;
  throw new EvidenceError(
    "USAGE",
    `${chosen} is about one file and does not go with ${other}. Give one of them.`,
  );
}

async function assertFolder(path: string, folder: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new EvidenceError("NOT_FOUND", `There is no folder ${folder} to verify.`, { folder });
}

function appendTo(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
