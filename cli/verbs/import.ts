import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { inboxFolder } from "../../shared/external/imported-file.ts";
import { type TerminalOptions, TerminalPage } from "../../shared/report/terminal-page.ts";
import { listed } from "../../shared/report/words.ts";
import { type Imported, importFindings } from "../../shared/snapshot/import-findings.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { VERSION } from "../collector.ts";
import { assertEvidenceFolder } from "../out-folder.ts";
import type { Terminal } from "../terminal.ts";
import type { ImportOptions } from "../usage/import.ts";

/** Large enough that reading costs little, small beside a part. */
const CHUNK_BYTES = 1024 * 1024;

/** `import`: takes in another tool's findings, for the snapshots that follow. */
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
    terminal.out(
      options.json === true
        ? renderJson(imported)
        : renderText(imported, options.out, { width: terminal.columns, colour: terminal.colour }),
    );
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
/** How many other imports are named. */
const OTHERS_NAMED = 3;
/** Room for the names of facts. */
const FACT_COLUMNS = 10;

function renderText(imported: Imported, out: string, options: TerminalOptions): string {
  const { file, folder, unchanged, filedIn, stands, beside, accounts, tools } = imported;
  const { importedFrom, findings, importedAt } = file;
  const { toolVersion, format, sha256 } = importedFrom;
  const names = tools.slice(0, TOOLS_NAMED).map(({ tool }) => tool);
  const whose = `${listed(names, tools.length - names.length)}${toolVersion === null ? "" : ` ${toolVersion}`}`;
  const page = new TerminalPage(options);
  const fact = (name: string, value: string) =>
    page.prose(value, { lead: [{ text: name.padEnd(FACT_COLUMNS) }] });
  page.prose(
    unchanged
      ? `This file was imported before, on ${importedAt.slice(0, 10)}. Nothing was written.`
      : `Imported ${count(findings)} of ${whose} (${format.toUpperCase()}).`,
  );
  page.blank();
  fact("File", importedFrom.file);
  fact("SHA-256", sha256);
  if (tools.length > 1) {
    fact("Tools", tools.map((one) => `${one.tool} (${one.findings})`).join(", "));
  }
  fact("Accounts", accounts.map((one) => `${one.account} (${one.findings})`).join(", "));
  fact(stands ? "Waiting" : "Kept in", `${out}/${folder}`);
  if (filedIn !== null) fact("Filed in", `snapshot ${filedIn}`);
  page.blank();
  const same = `${tools.length === 1 ? "the same tool" : "all these tools"}${accounts.length === 1 ? "" : " and accounts"}`;
  page.prose(
    stands
      ? `The next snapshot takes them in, and so does each later one until newer findings of ${same} are imported: soc2-evidence snapshot`
      : `Findings of ${same} were imported after these, so snapshots leave this file out: export the findings anew, and import that.`,
  );
  for (const other of beside.slice(0, OTHERS_NAMED)) {
    page.blank();
    page.prose(
      `It also takes in ${other.importedFrom.file}, imported on ${other.importedAt.slice(0, 10)}. Where its findings are no longer so, move ${out}/${inboxFolder(other.importedFrom.sha256)} away.`,
    );
  }
  return page.toString();
}

function renderJson({ file, beside, ...told }: Imported): string {
  const others = beside.map(({ importedFrom, importedAt, findings }) => ({
    importedFrom,
    importedAt,
    findings,
  }));
  return `${JSON.stringify({ ...file, ...told, beside: others }, null, 2)}\n`;
}

function count(findings: number): string {
  return `${findings.toLocaleString("en-GB")} ${findings === 1 ? "finding" : "findings"}`;
}
