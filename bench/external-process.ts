import { createReadStream } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { JSONParser } from "@streamparser/json-node";
import { fileImports } from "../shared/snapshot/file-imports.ts";
import { importFindings } from "../shared/snapshot/import-findings.ts";
import { readExternal } from "../shared/snapshot/read-external.ts";
import { ruleOf } from "../shared/snapshot/rule-lookup.ts";
import { writeExternal } from "../shared/snapshot/write-external.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { peakMemoryBytes } from "./peak-memory.ts";

// The process of `measureExternal`: parses a file of findings, imports it, or maps what was imported,
// and prints what that took. Never imported, so that the memory is its own.
const [, , work = "", file = "", folder = ""] = process.argv;
const SNAPSHOT = "2026-10-19T06-00-00Z";
const ACCOUNT = "123456789012";
const CHUNK_BYTES = 1024 * 1024;

const store = new FolderStore(folder);
const bytes = () => createReadStream(file, { highWaterMark: CHUNK_BYTES });
// The look-up loads the catalogue of checks, which is no part of the work.
ruleOf({ catalogue: "fsbp", id: "S3.1" });
const before = process.cpuUsage();
const findings = await doWork();
const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({ findings, cpuMs: (user + system) / 1_000, peakBytes: peakMemoryBytes() }),
);

async function doWork(): Promise<number> {
  switch (work) {
    case "parse":
      return parse();
    case "import": {
      const staging = join(folder, "..", "staging");
      await mkdir(staging, { recursive: true });
      const imported = await importFindings({
        store,
        file: basename(file),
        bytes: bytes(),
        stage: {
          write: (name, part) => writeFile(join(staging, name), part),
          read: (name) => readFile(join(staging, name)),
        },
        importedAt: "2026-10-19T05:00:00.000Z",
        version: "bench",
      });
      return imported.file.findings;
    }
    case "map": {
      await fileImports({ store, snapshot: SNAPSHOT, account: ACCOUNT });
      const read = await readExternal({ store, account: ACCOUNT, snapshot: SNAPSHOT, planned: [] });
      const put = async (path: string, part: Uint8Array) => void (await store.put(path, part));
      const where = {
        store,
        snapshot: SNAPSHOT,
        account: ACCOUNT,
        lookup: ruleOf,
        decisions: [],
        put,
      };
      const { units } = await writeExternal(where, read, []);
      return units.reduce((sum, { source }) => sum + source.findings, 0);
    }
    default:
      throw new Error(`No work ${work}.`);
  }
}

/** What parsing takes at the least: every finding made, and let go. */
async function parse(): Promise<number> {
  const parser = new JSONParser({ paths: ["$.*"], keepStack: false });
  let count = 0;
  for await (const _finding of bytes().pipe(parser)) count += 1;
  return count;
}
