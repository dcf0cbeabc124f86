import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";
import { trustedKeys } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { renderCsv } from "../../shared/report/csv.ts";
import { hasGapOf } from "../../shared/report/finding-counts.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import { readHistory } from "../../shared/report/history.ts";
import { renderHtml } from "../../shared/report/html.ts";
import { renderJson } from "../../shared/report/json.ts";
import { hasGapElsewhere } from "../../shared/report/other-tools.ts";
import { readPreviousSnapshot } from "../../shared/report/previous-snapshot.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { sealStateOf } from "../../shared/report/seal-state.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { openPlace } from "../evidence-place.ts";
import type { Terminal } from "../terminal.ts";
import type { GapsOptions } from "../usage/gaps.ts";

/** `gaps`: the gap report of a snapshot, what to fix first at its head. */
export async function runGaps(
  terminal: Terminal,
  folder: string,
  options: GapsOptions,
): Promise<number> {
  const store = await openPlace(terminal, folder);
  const record = await readSnapshot(store, options.snapshot);
  const keys = configurationFolder(terminal.env, terminal.homeFolder, terminal.platform);
  const verified = await verifyBundle({
    reader: store,
    crypto: nodeCrypto,
    trustedKeys: await trustedKeys(keys),
    asOf: terminal.now().toISOString(),
  });
  const previous = await readPreviousSnapshot(store, record);
  const report = gapReport({
    record,
    checks: CHECKS,
    seal: sealStateOf(verified, record.snapshot),
    ...(previous === null ? {} : { previous }),
    history: await readHistory(store, record),
  });
  const files = [
    ...fileFor(options.html, "gap-report.html", () => renderHtml(report)),
    ...fileFor(options.csv, "findings.csv", () => renderCsv(record.findings)),
  ];
  for (const { name, content } of files) await write(terminal, name, content());
  if (options.json === true) terminal.out(renderJson(report));
  else if (files.length > 0) terminal.out(files.map(({ name }) => `Wrote ${name}\n`).join(""));
  else terminal.out(renderTerminal(report, { width: terminal.columns, colour: terminal.colour }));
  const { failOn } = options;
  if (failOn === undefined) return 0;
  const hasGap = hasGapOf(record.findings, failOn) || hasGapElsewhere(record.external, failOn);
  return hasGap ? 1 : 0;
}

function fileFor(
  given: string | true | undefined,
  usualName: string,
  content: () => string,
): { name: string; content: () => string }[] {
  if (given === undefined) return [];
  return [{ name: given === true ? usualName : given, content }];
}

async function write(terminal: Terminal, name: string, content: string): Promise<void> {
  await writeFile(resolve(terminal.cwd, name), content).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EvidenceError(
      "USAGE",
      `${name} could not be written (${why}). Name a file in a folder that is there and that you may write to.`,
      { file: name },
      { cause },
    );
  });
}
