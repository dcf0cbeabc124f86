import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { listed } from "../../shared/report/words.ts";
import { type Imported, importFindings } from "../../shared/snapshot/import-findings.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { VERSION } from "../collector.ts";
import { assertEvidenceFolder } from "../out-folder.ts";
import { printable } from "../printable.ts";
import type { Terminal } from "../terminal.ts";
import type { ImportOptions } from "../usage/import.ts";

/** Large enough that reading costs little, small beside a part. */
const CHUNK_BYTES = 1024 * 1024;

/** `import`: takes in another tool's findings, for the next snapshot. */
export async function runImport(
  terminal: Terminal,
  file: string,
  options: ImportOptions,
): Promise<number> {
  const outFolder = resolve(terminal.cwd, options.out);
  await assertEvidenceFolder(outFolder, options.out);
  const staging = await mkdtemp(join(tmpdir(), "soc2-import-"));
  try {
    const imported = await importFindings({
      store: new FolderStore(outFolder),
      file: basename(file),
      bytes: bytesOf(resolve(terminal.cwd, file), file),
      stage: {
        write: (name, bytes) => writeFile(join(staging, name), bytes),
        read: (name) => readFile(join(staging, name)),
      },
      importedAt: terminal.now().toISOString(),
      version: VERSION,
      progress: (findings) => terminal.progress(`Reading ${file}: ${count(findings)}`),
    });
    terminal.progress(null);
    terminal.out(options.json === true ? renderJson(imported) : renderText(imported, options.out));
    return 0;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function* bytesOf(path: string, shown: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EvidenceError(
      "IMPORT_INVALID",
      `${shown} cannot be read (${why}). Name a file with findings. Nothing of it was taken in.`,
      { file: shown },
      { cause },
    );
  }
}

/** How many tools are named; a file of Security Hub's may hold dozens of products. */
const TOOLS_NAMED = 4;

function renderText(
  { file, folder, unchanged, filedIn, accounts, tools }: Imported,
  out: string,
): string {
  const { importedFrom, findings, importedAt } = file;
  const { toolVersion, format, sha256 } = importedFrom;
  const names = tools.slice(0, TOOLS_NAMED).map(({ tool }) => tool);
  const whose = `${listed(names, tools.length - names.length)}${toolVersion === null ? "" : ` ${toolVersion}`}`;
  const lines = [
    unchanged
      ? `This file was imported before, on ${importedAt.slice(0, 10)}. Nothing was written.`
      : `Imported ${count(findings)} of ${whose} (${format.toUpperCase()}).`,
    "",
    `File      ${importedFrom.file}`,
    `SHA-256   ${sha256}`,
    ...(tools.length === 1
      ? []
      : [`Tools     ${tools.map((one) => `${one.tool} (${one.findings})`).join(", ")}`]),
    `Accounts  ${accounts.map((one) => `${one.account} (${one.findings})`).join(", ")}`,
    ...(filedIn === null
      ? [
          `Waiting   ${out}/${folder}`,
          "",
          "The next snapshot takes them in: soc2-evidence snapshot",
        ]
      : [
          `Filed in  snapshot ${filedIn}`,
          "",
          "Later snapshots leave this file out: export the findings anew, and import that.",
        ]),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function renderJson({ file, folder, unchanged, filedIn, accounts, tools }: Imported): string {
  return `${JSON.stringify({ ...file, folder, unchanged, filedIn, accounts, tools }, null, 2)}\n`;
}

function count(findings: number): string {
  return `${findings.toLocaleString("en-GB")} ${findings === 1 ? "finding" : "findings"}`;
}
