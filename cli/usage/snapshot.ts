import type { Severity } from "../../shared/checks/check.ts";
import { SAMPLE_STATES } from "../../shared/sample/sample-account.ts";
import {
  criteriaArgument,
  instantArgument,
  regionsArgument,
  severityArgument,
} from "../arguments.ts";
import { EVIDENCE_FOLDER, STACK_NAME } from "../usual-names.ts";
import { verb } from "./verb.ts";

/** What `snapshot` is told by options. */
export interface SnapshotOptions {
  readonly sample?: string | true;
  readonly replay?: string;
  readonly inAccount?: true;
  readonly stack: string;
  readonly out: string;
  readonly criteria?: string[];
  readonly regions?: string[];
  readonly config?: string;
  readonly decisions?: string;
  readonly nonce?: string;
  readonly asOf?: string;
  readonly restarts?: string;
  readonly failOn?: Severity;
  readonly json?: boolean;
}

/** `snapshot`: takes one, of AWS, of the sample account or of a recording. */
export const snapshot = verb({
  name: "snapshot",
  summary: "gather evidence, judge it, seal it, and say what to fix first",
  declare: (command) =>
    command
      .option("--sample [state]", `the embedded account: ${SAMPLE_STATES.join(" or ")}`)
      .option(
        "--replay <folder>",
        "judge recorded evidence again: an evidence folder or its snapshots/<snapshot>",
      )
      .option("--in-account", "start the workflow that is deployed in the account, and follow it")
      .option("--stack <name>", "with --in-account: the deployed stack", STACK_NAME)
      .option("--out <folder>", "where the evidence goes", EVIDENCE_FOLDER)
      .option(
        "--criteria <ids>",
        "only these criteria, comma-separated, and no other tools",
        criteriaArgument,
      )
      .option("--regions <names>", "only these regions, comma-separated", regionsArgument)
      .option("--config <file>", "configuration (default: soc2.yaml)")
      .option(
        "--decisions <file>",
        "what was decided on gaps (default: decisions.yaml beside the configuration)",
      )
      .option("--nonce <text>", "an auditor's own random text, sealed with the snapshot")
      .option(
        "--as-of <time>",
        "only with --sample or --replay: take it as of this time",
        instantArgument,
      )
      .option(
        "--restarts <place>",
        "begin a new chain, because the key of the one in this folder or bucket is lost",
      )
      .option(
        "--fail-on <severity>",
        "exit 1 when an undecided gap is at least this severe",
        severityArgument,
      )
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
Exit codes: 0 complete, 2 incomplete, 3 bad usage or configuration; with --fail-on also 1.

Example:
  AWS_PROFILE=audit soc2-evidence snapshot --out evidence
  soc2-evidence snapshot --in-account`,
      ),
  load: async () => (await import("../verbs/snapshot.ts")).runSnapshot,
});
