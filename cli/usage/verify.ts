import { instantArgument } from "../arguments.ts";
import { verb } from "./verb.ts";

/** What `verify` is told by options. */
export interface VerifyOptions {
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
export const verify = verb({
  name: "verify",
  summary: "check every byte of an evidence folder, ZIP or bucket against its seal",
  declare: (command) =>
    command
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
      ),
  load: async () => (await import("../verbs/verify.ts")).runVerify,
});

function appendTo(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
