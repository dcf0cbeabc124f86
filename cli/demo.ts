import { homedir } from "node:os";
import { relative } from "node:path";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { instantOfSnapshot } from "../shared/evidence/instant.ts";
import { renderTerminal } from "../shared/report/terminal.ts";
import { SAMPLE_STATES } from "../shared/sample/sample-account.ts";
import { snapshotName } from "./arguments.ts";
import { reportError } from "./command-line.ts";
import { openSample } from "./sample.ts";
import { type Taken, take } from "./take.ts";
import { processTerminal } from "./terminal.ts";

// `npm start`: both snapshots of the sample account, what remains to be done, and the progress.
const OUT_FOLDER = "sample-evidence";

/** Codes of what stands in the way in the folder itself. */
const IN_THE_WAY: ReadonlySet<string> = new Set(["STORE_CONFLICT", "CHAIN_MIXED", "CHAIN_ORDER"]);

const terminal = processTerminal(homedir());
try {
  process.exitCode = await takeBoth();
} catch (thrown) {
  process.exitCode = reportError(forThisFolder(thrown), process.argv, terminal);
}
terminal.close();

async function takeBoth(): Promise<number> {
  const taken: Taken[] = [];
  for (const state of SAMPLE_STATES) {
    const { recording, config } = await openSample(state);
    taken.push(
      await take(terminal, {
        gatherer: recording.gatherer,
        config,
        configName: "The sample's configuration",
        snapshot: snapshotName(instantOfSnapshot(recording.snapshot)),
        homeRegion: recording.homeRegion,
        outFolder: OUT_FOLDER,
        restartOf: null,
        nonce: null,
        replayOf: `sample:${state}`,
      }),
    );
  }
  const last = taken.at(-1);
  if (last !== undefined) {
    const { columns: width, colour } = terminal;
    terminal.out(renderTerminal(last.report, { width, colour }));
    const report = relative(terminal.cwd, last.reportPath);
    const isUnchanged = taken.every(({ sealed }) => sealed.unchanged);
    const verdict =
      last.verified.exitCode === 0 ? "verified" : "not verified; run verify to see why";
    terminal.out(
      [
        "",
        isUnchanged
          ? "Both snapshots were there already and are unchanged: nothing was written."
          : `Took two snapshots, four weeks apart, of the sample account: ${OUT_FOLDER}/.`,
        `Report: ${report}`,
        `Seal:   ${verdict} (npm run -s soc2-evidence -- verify ${OUT_FOLDER})`,
        "",
      ].join("\n"),
    );
  }
  return last?.verified.exitCode === 0 ? 0 : 1;
}

/** Another release's sample is not continued, and this command has no other folder to choose. */
function forThisFolder(thrown: unknown): unknown {
  if (!(thrown instanceof EvidenceError) || !IN_THE_WAY.has(thrown.code)) return thrown;
  return new EvidenceError(
    thrown.code,
    `${OUT_FOLDER}/ holds snapshots that another release or configuration took of the sample account, and sealed evidence is never written over. Delete or rename that folder, then run npm start again.`,
    thrown.fields,
  );
}
