import { resolve } from "node:path";
import { SEVERITIES, type Severity } from "../../shared/checks/check.ts";
import type { EffectiveConfig } from "../../shared/config/effective-config.ts";
import { restrictCriteria, restrictRegions } from "../../shared/config/restrict-config.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { renderJson } from "../../shared/report/json.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { SAMPLE_STATES, type SampleState } from "../../shared/sample/sample-account.ts";
import { openRecording, type Recording } from "../../shared/snapshot/replay.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import {
  criteriaArgument,
  instantArgument,
  regionsArgument,
  severityArgument,
  snapshotName,
} from "../arguments.ts";
import { CONFIG_FILE, readConfiguration } from "../configuration.ts";
import { openLiveAccount } from "../live-account.ts";
import { openSample } from "../sample.ts";
import { type Taken, type TakeOptions, take } from "../take.ts";
import type { Terminal } from "../terminal.ts";
import type { Verb } from "./verb.ts";

interface SnapshotOptions {
  readonly sample?: string | true;
  readonly replay?: string;
  readonly out: string;
  readonly criteria?: string[];
  readonly regions?: string[];
  readonly config?: string;
  readonly nonce?: string;
  readonly asOf?: string;
  readonly failOn?: Severity;
  readonly json?: boolean;
}

/** `snapshot`: takes one, of AWS, of the sample account or of a recording. */
export const snapshot: Verb = {
  declare(program, run) {
    program
      .command("snapshot")
      .description("gather evidence, judge it, seal it, and say what to fix first")
      .option("--sample [state]", `the embedded account: ${SAMPLE_STATES.join(" or ")}`)
      .option(
        "--replay <folder>",
        "judge recorded evidence again: an evidence folder or its snapshots/<snapshot>",
      )
      .option("--out <folder>", "where the evidence goes", "evidence")
      .option("--criteria <ids>", "only these criteria, comma-separated", criteriaArgument)
      .option("--regions <names>", "only these regions, comma-separated", regionsArgument)
      .option("--config <file>", "configuration (default: soc2.yaml)")
      .option("--nonce <text>", "an auditor's own random text, sealed with the snapshot")
      .option(
        "--as-of <time>",
        "only with --sample or --replay: take it as of this time",
        instantArgument,
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
  AWS_PROFILE=audit soc2-evidence snapshot --out evidence`,
      )
      .action((options: SnapshotOptions) => run((terminal) => runSnapshot(terminal, options)));
  },
};

async function runSnapshot(terminal: Terminal, options: SnapshotOptions): Promise<number> {
  refuseContradictions(options);
  const taken =
    options.sample !== undefined
      ? await takeSample(terminal, options)
      : options.replay !== undefined
        ? await takeReplay(terminal, options, options.replay)
        : await takeLive(terminal, options);
  terminal.out(options.json === true ? renderJson(taken.report) : renderTaken(taken, terminal));
  return exitCodeOf(taken, options.failOn);
}

function refuseContradictions({ sample, replay, asOf }: SnapshotOptions): void {
  if (sample !== undefined && replay !== undefined) {
    throw new EvidenceError("USAGE", "--sample and --replay are two recordings; give one.");
  }
  if (asOf !== undefined && sample === undefined && replay === undefined) {
    throw new EvidenceError(
      "USAGE",
      "--as-of is refused for a live account: it would give evidence a date on which it was not gathered. It goes with --sample or --replay.",
    );
  }
}

async function takeLive(terminal: Terminal, options: SnapshotOptions): Promise<Taken> {
  const config = restrict(await readConfiguration(terminal, options.config), options);
  const configName = options.config ?? CONFIG_FILE;
  const account = await openLiveAccount(terminal);
  try {
    return await take(terminal, {
      ...common(options),
      gatherer: account.gatherer,
      homeRegion: account.homeRegion,
      config,
      configName,
      snapshot: snapshotName(terminal.now().toISOString()),
      replayOf: null,
    });
  } finally {
    account.close();
  }
}

async function takeSample(terminal: Terminal, options: SnapshotOptions): Promise<Taken> {
  const state = sampleState(options.sample);
  const { recording, config } = await openSample(state);
  const given =
    options.config === undefined ? config : await readConfiguration(terminal, options.config);
  return takeRecording(terminal, options, recording, {
    config: restrict(given, options),
    configName: options.config ?? "The sample's configuration",
    replayOf: `sample:${state}`,
  });
}

async function takeReplay(
  terminal: Terminal,
  options: SnapshotOptions,
  folder: string,
): Promise<Taken> {
  const [match, root = match === undefined ? folder : "", name = null] =
    /^(?:(.*?)\/)?snapshots\/([^/]+)\/?$/.exec(folder) ?? [];
  const reader = new FolderStore(resolve(terminal.cwd, root === "" ? "." : root));
  const recording = await openRecording(reader, name);
  const recorded = options.config === undefined ? recording.config : null;
  const config = recorded ?? (await readConfiguration(terminal, options.config));
  return takeRecording(terminal, options, recording, {
    config: restrict(config, options),
    configName:
      recorded === null
        ? (options.config ?? CONFIG_FILE)
        : `snapshots/${recording.snapshot}/config.json`,
    replayOf: `replay:${recording.snapshot}`,
  });
}

function takeRecording(
  terminal: Terminal,
  options: SnapshotOptions,
  recording: Recording,
  judged: Pick<TakeOptions, "config" | "configName" | "replayOf">,
): Promise<Taken> {
  const recordedAt = instantOfSnapshot(recording.snapshot);
  const asOf = options.asOf ?? recordedAt;
  if (Date.parse(asOf) < Date.parse(recordedAt)) {
    throw new EvidenceError(
      "USAGE",
      `--as-of ${asOf} is before the recording of ${recordedAt}: what it holds had not happened then. Give a later time.`,
      { asOf, recordedAt },
    );
  }
  return take(terminal, {
    ...common(options),
    ...judged,
    gatherer: recording.gatherer,
    homeRegion: recording.homeRegion,
    snapshot: snapshotName(asOf),
  });
}

function common(options: SnapshotOptions) {
  return {
    outFolder: options.out,
    nonce: options.nonce ?? null,
  };
}

/** `--criteria` and `--regions` become part of the configuration that is sealed. */
function restrict(config: EffectiveConfig, options: SnapshotOptions): EffectiveConfig {
  const { criteria = null, regions = null } = options;
  return restrictRegions(restrictCriteria(config, criteria), regions);
}

function sampleState(given: string | true | undefined): SampleState {
  if (given === undefined || given === true) return "before";
  const state = SAMPLE_STATES.find((one) => one === given);
  if (state === undefined) {
    throw new EvidenceError(
      "USAGE",
      `The sample account has no state ${JSON.stringify(given)}. Use ${SAMPLE_STATES.join(" or ")}.`,
    );
  }
  return state;
}

/** 3 beats 1 beats 2; 3 has been thrown by now. */
function exitCodeOf(taken: Taken, failOn: Severity | undefined): number {
  if (taken.verified.exitCode === 1) return 1;
  if (failOn !== undefined) {
    const bad = new Set(SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1));
    const undecided = taken.record.findings.some(
      ({ status, scope, severity }) => status === "fail" && scope !== "out" && bad.has(severity),
    );
    if (undecided) return 1;
  }
  return taken.sealed.manifest.incomplete.length > 0 ? 2 : 0;
}

/** The gap summary, and where everything is. */
export function renderTaken(taken: Taken, terminal: Terminal): string {
  const unchanged = taken.sealed.unchanged
    ? "This snapshot was sealed before. It was verified, and nothing was written.\n"
    : "";
  return `${renderTerminal(taken.report, { width: terminal.columns, colour: terminal.colour })}${unchanged}\nReport: ${taken.reportPath}\n`;
}
