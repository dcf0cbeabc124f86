import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { ManifestLink } from "../../shared/integrity/manifest.ts";
import { type VerifyReport, verifyBundle } from "../../shared/integrity/verify.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { readTrustedKey, trustedKeys } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { isEndOpen, LATER_UNKNOWN } from "../../shared/report/seal-state.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { instantArgument } from "../arguments.ts";
import { openPlace } from "../evidence-place.ts";
import { printable } from "../printable.ts";
import type { Terminal } from "../terminal.ts";
import type { Verb } from "./verb.ts";

interface VerifyOptions {
  readonly key?: string[];
  readonly knownHead?: string;
  readonly asOf?: string;
  readonly json?: boolean;
}

/** `verify`: whether anything changed since it was sealed, and whether anything is missing before the last. */
export const verify: Verb = {
  declare(program, run) {
    program
      .command("verify")
      .description("check every byte of an evidence folder or bucket against its seal")
      .argument("[folder]", "an evidence folder, a ZIP of one, or s3://bucket[/prefix]", "evidence")
      .option("--key <file>", "trust this public key (PEM); may be repeated", appendTo)
      .option("--known-head <sequence:sha256>", "a link seen before, which must still be there")
      .option("--as-of <time>", "judge staleness at this time (default: now)", instantArgument)
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
Exit codes: 0 verified and complete, 1 tampered, 2 incomplete, stale or days missing,
3 cannot be verified.

Example:
  soc2-evidence verify evidence --key company-public-key.pem
  soc2-evidence verify s3://the-vault --key company-public-key.pem`,
      )
      .action((folder: string, options: VerifyOptions) =>
        run((terminal) => runVerify(terminal, folder, options)),
      );
  },
};

async function runVerify(
  terminal: Terminal,
  folder: string,
  options: VerifyOptions,
): Promise<number> {
  const reader = await openPlace(terminal, folder);
  if (reader instanceof FolderStore) await assertFolder(reader.describe(), folder);
  const keys = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const report = await verifyBundle({
    reader,
    crypto: nodeCrypto,
    trustedKeys: [
      ...(await trustedKeys(keys)),
      ...(await Promise.all(
        (options.key ?? []).map((file) => readTrustedKey(resolve(terminal.cwd, file))),
      )),
    ],
    ...(options.knownHead === undefined ? {} : { knownHead: parseKnownHead(options.knownHead) }),
    asOf: options.asOf ?? terminal.now().toISOString(),
  });
  terminal.out(
    options.json === true
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderVerdict(report, folder, options.knownHead !== undefined),
  );
  return report.exitCode;
}

async function assertFolder(path: string, folder: string): Promise<void> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return;
  throw new EvidenceError("NOT_FOUND", `There is no folder ${folder} to verify.`, { folder });
}

const VERDICTS: Readonly<Record<VerifyReport["exitCode"], string>> = {
  0: "verified: every byte is as it was sealed, and nothing is missing up to",
  1: "TAMPERED: something is not as it was sealed",
  2: "verified, but incomplete: what is there is as it was sealed",
  3: "cannot be verified",
};

/**
 * What a verification comes to, for a person.
 *
 * @param hasKnownHead whether a link that must still be there was given
 */
export function renderVerdict(report: VerifyReport, folder: string, hasKnownHead: boolean): string {
  const last = report.exitCode === 0 ? ` ${report.head?.snapshot}` : "";
  const lines = [`${folder}: ${VERDICTS[report.exitCode]}${last}.`];
  for (const { message, path } of report.faults) {
    lines.push(path === null || message.includes(path) ? `  ${message}` : `  ${path}: ${message}`);
  }
  for (const { message } of report.warnings) lines.push(`  Note: ${message}`);
  const { head, signer } = report;
  if (head !== null) {
    lines.push(
      `  ${report.snapshots.length} ${report.snapshots.length === 1 ? "snapshot" : "snapshots"}; the last is ${head.snapshot}, sequence ${head.sequence}.`,
      `  Known head, to keep elsewhere: ${head.sequence}:${head.sha256}`,
    );
  }
  const isIntact = report.exitCode === 0 || report.exitCode === 2;
  if (isIntact && !hasKnownHead && isEndOpen(report)) lines.push(`  ${LATER_UNKNOWN}`);
  if (signer !== null) {
    lines.push(
      `  Signed by ${signer.keyId} (${signer.trusted ? "trusted" : "not a key that you trust"}).`,
    );
  }
  return `${lines.map(printable).join("\n")}\n`;
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
