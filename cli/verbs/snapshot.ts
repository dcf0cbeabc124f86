import { resolve } from "node:path";
import type { Severity } from "../../shared/checks/check.ts";
import type { EffectiveConfig } from "../../shared/config/effective-config.ts";
import { restrictCriteria, restrictRegions } from "../../shared/config/restrict-config.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { hasGapOf } from "../../shared/report/finding-counts.ts";
import { renderJson } from "../../shared/report/json.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { SAMPLE_STATES, type SampleState } from "../../shared/sample/sample-account.ts";
import { openRecording, type Recording } from "../../shared/snapshot/replay.ts";
import { EXTERNAL_SOURCES } from "../../shared/sources/external-sources.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { snapshotName } from "../arguments.ts";
import { readConfiguration } from "../configuration.ts";
import { earlierChain } from "../earlier-chain.ts";
import { openLiveAccount } from "../live-account.ts";
import { withRegister } from "../register.ts";
import { openSample } from "../sample.ts";
import { type Taken, type TakeOptions, take } from "../take.ts";
import { takeInAccount } from "../take-in-account.ts";
import type { Terminal } from "../terminal.ts";
import type { SnapshotOptions } from "../usage/snapshot.ts";
import { CONFIG_FILE, EVIDENCE_FOLDER } from "../usual-names.ts";

/** `snapshot`: takes one, of AWS, of the sample account or of a recording. */
export async function runSnapshot(terminal: Terminal, options: SnapshotOptions): Promise<number> {
  refuseContradictions(options);
  if (options.inAccount) return runInAccount(terminal, options);
  const taken =
    options.sample !== undefined
      ? await takeSample(terminal, options)
      : options.replay !== undefined
        ? await takeReplay(terminal, options, options.replay)
        : await takeLive(terminal, options);
  terminal.out(options.json === true ? renderJson(taken.report) : renderTaken(taken, terminal));
  return exitCodeOf(taken, options.failOn);
}

async function runInAccount(terminal: Terminal, options: SnapshotOptions): Promise<number> {
  const { stack, nonce = null } = options;
  const { record, report, signed, vault } = await takeInAccount(terminal, { stack, nonce });
  if (options.json === true) terminal.out(renderJson(report));
  else {
    const { columns: width, colour } = terminal;
    terminal.out(
      `${renderTerminal(report, { width, colour })}\nEvidence: ${vault}\nCheck it: soc2-evidence verify ${vault} --key PUBLIC_KEY.pem\n`,
    );
  }
  const { failOn } = options;
  if (failOn !== undefined && hasGapOf(record.findings, failOn)) return 1;
  return signed && record.manifest?.incomplete.length === 0 ? 0 : 2;
}

function refuseContradictions(options: SnapshotOptions): void {
  const { sample, replay, asOf, inAccount } = options;
  if (inAccount) refuseWithInAccount(options);
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

/** What is deployed has a configuration, a vault and a clock of its own. */
function refuseWithInAccount(options: SnapshotOptions): void {
  const { sample, replay, criteria, regions, config, decisions, asOf, restarts, out } = options;
  const refused = { sample, replay, criteria, regions, config, decisions, asOf, restarts };
  const given = Object.entries(refused)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => (name === "asOf" ? "--as-of" : `--${name}`));
  if (out !== EVIDENCE_FOLDER) given.push("--out");
  if (given.length === 0) return;
  throw new EvidenceError(
    "USAGE",
    `--in-account takes what was deployed, as it was deployed; ${given.join(", ")} cannot go with it. Change soc2.yaml and deploy again.`,
  );
}

async function takeLive(terminal: Terminal, options: SnapshotOptions): Promise<Taken> {
  const config = restrict(
    await withRegister(
      terminal,
      await readConfiguration(terminal, options.config),
      options.decisions,
      options.config,
    ),
    options,
  );
  const configName = options.config ?? CONFIG_FILE;
  // What other tools found is read once for all criteria, and so with all of them.
  const external = options.criteria === undefined ? EXTERNAL_SOURCES : [];
  const account = await openLiveAccount(terminal, external);
  try {
    return await take(terminal, {
      ...(await common(terminal, options)),
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
  const given = await recordedOrGiven(terminal, options, config);
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
  const config = await recordedOrGiven(terminal, options, recorded);
  return takeRecording(terminal, options, recording, {
    config: restrict(config, options),
    configName:
      recorded === null
        ? (options.config ?? CONFIG_FILE)
        : `snapshots/${recording.snapshot}/config.json`,
    replayOf: `replay:${recording.snapshot}`,
  });
}

/**
 * A recording is judged by what was sealed with it, the decisions of then among it, unless another
 * configuration or register is named.
 */
async function recordedOrGiven(
  terminal: Terminal,
  { config: file, decisions }: SnapshotOptions,
  recorded: EffectiveConfig | null,
): Promise<EffectiveConfig> {
  if (file === undefined && recorded !== null) {
    return decisions === undefined ? recorded : withRegister(terminal, recorded, decisions, file);
  }
  return withRegister(terminal, await readConfiguration(terminal, file), decisions, file);
}

async function takeRecording(
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
    ...(await common(terminal, options)),
    ...judged,
    gatherer: recording.gatherer,
    homeRegion: recording.homeRegion,
    snapshot: snapshotName(asOf),
  });
}

async function common(terminal: Terminal, { out, nonce, restarts }: SnapshotOptions) {
  return {
    outFolder: out,
    nonce: nonce ?? null,
    restartOf: restarts === undefined ? null : await earlierChain(terminal, restarts),
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
  if (failOn !== undefined && hasGapOf(taken.record.findings, failOn)) return 1;
  return taken.sealed.manifest.incomplete.length > 0 ? 2 : 0;
}

/** The gap summary, and where everything is. */
export function renderTaken(taken: Taken, terminal: Terminal): string {
  const unchanged = taken.sealed.unchanged
    ? "This snapshot was sealed before. It was verified, and nothing was written.\n"
    : "";
  return `${renderTerminal(taken.report, { width: terminal.columns, colour: terminal.colour })}${unchanged}\nReport: ${taken.reportPath}\n`;
}
