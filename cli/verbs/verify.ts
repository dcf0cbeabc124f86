import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { ManifestLink } from "../../shared/integrity/manifest.ts";
import { type VerifyProgress, verifyBundle } from "../../shared/integrity/verify.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { readTrustedKey, trustedKeys } from "../../shared/keys/local-key.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { renderVerdict } from "../../shared/report/verdict.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { instantArgument } from "../arguments.ts";
import { openPlace } from "../evidence-place.ts";
import type { Terminal } from "../terminal.ts";
import { cloudTrailSentences, withCloudTrail } from "../verify/cloudtrail.ts";
import { verifyByProof, verifyOneFile } from "../verify/one-file.ts";
import type { Verb } from "./verb.ts";

interface VerifyOptions {
  readonly key?: string[];
  readonly knownHead?: string;
  readonly asOf?: string;
  readonly file?: string;
  readonly proof?: string;
  readonly cloudtrail?: string;
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
      .option("--known-head <sequence:sha256>", "a link seen before, which must still be there")
      .option("--file <path>", "prove one file of the bundle, and read no other evidence")
      .option("--proof <file>", "check one file, named instead of a folder, by its proof")
      .option("--cloudtrail <path>", "compare with CloudTrail's log files in this folder or file")
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
  soc2-evidence verify evidence --file PATH --json > proof.json
  soc2-evidence verify account-summary.json --proof proof.json --key company-public-key.pem
  soc2-evidence verify evidence --cloudtrail AWSLogs/123456789012/CloudTrail`,
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
  const { keys, keyOrigins } = await knownKeys(terminal, options.key ?? []);
  const asOf = options.asOf ?? terminal.now().toISOString();
  const trust = { crypto: nodeCrypto, trustedKeys: keys, asOf };
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
  terminal.progress(null);
  const { cloudtrail } = options;
  const anchored =
    cloudtrail === undefined
      ? null
      : await withCloudTrail(terminal, cloudtrail, { ...trust, reader }, verified);
  const report = anchored ?? verified;
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
  files: readonly string[],
): Promise<{ keys: { spki: Uint8Array }[]; keyOrigins: Map<string, string> }> {
  const folder = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const keyOrigins = new Map<string, string>();
  const keys: { spki: Uint8Array }[] = [];
  for (const key of await trustedKeys(folder)) {
    keys.push(key);
    keyOrigins.set(sha256Hex(key.spki), "from your configuration");
  }
  for (const file of files) {
    const key = await readTrustedKey(resolve(terminal.cwd, file));
    keys.push(key);
    keyOrigins.set(sha256Hex(key.spki), `--key ${file}`);
  }
  return { keys, keyOrigins };
}

/** One file says nothing of the chain, and a proof is of one file. */
function refuseMixed({ file, proof, knownHead, cloudtrail }: VerifyOptions): void {
  const chosen = file === undefined ? "--proof" : "--file";
  const other =
    file !== undefined && proof !== undefined
      ? "--proof"
      : (file ?? proof) !== undefined && knownHead !== undefined
        ? "--known-head"
        : (file ?? proof) !== undefined && cloudtrail !== undefined
          ? "--cloudtrail"
          : undefined;
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

function parseKnownHead(text: string): ManifestLink {
  const [, sequence, sha256] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || sha256 === undefined) {
    throw new EvidenceError(
      "USAGE",
      `--known-head ${text} is not SEQUENCE:SHA256, such as the last lines of verify print it.`,
    );
  }
  return { sequence: Number(sequence), sha256 };
}

function appendTo(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
