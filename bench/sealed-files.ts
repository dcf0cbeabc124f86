import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seal } from "../shared/snapshot/seal.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { company, putEvidence, sealInput, snapshotOf } from "../test/integrity/sample-bundle.ts";

const DAY = "2026-11-21";
/** Parts of an evidence object are numbered with four digits. */
const PARTS = 9_999;
const SOURCE = "ec2.instances";

/** Evidence of so many files of so many bytes each. */
export interface FileSizes {
  readonly files: number;
  readonly bytes: number;
}

/** A sealed bundle in a folder, and what to verify it with. */
export interface SealedFiles {
  readonly folder: string;
  /** The company's public key, outside the evidence. */
  readonly keyFile: string;
  /** A time at which nothing is overdue. */
  readonly asOf: string;
}

/**
 * Fills a folder with evidence of the given sizes, besides that of a small account, and seals it as a
 * snapshot is sealed. Every file is another, and its text is what evidence looks like.
 *
 * @param at a folder that is there and empty
 */
export async function sealFiles(at: string, { files, bytes }: FileSizes): Promise<SealedFiles> {
  const folder = join(at, "evidence");
  const store = new FolderStore(folder);
  await putEvidence(store, DAY);
  const evidence = join(folder, `CC6.1-access-controls/${snapshotOf(DAY)}`);
  await mkdir(evidence, { recursive: true });
  const text = evidenceText(bytes);
  for (let index = 0; index < files; index += 1) {
    const part = String((index % PARTS) + 1).padStart(4, "0");
    const name = `${SOURCE}.${regionOf(index)}.part-${part}.json`;
    // Not through the store, which flushes each: what is measured is reading.
    await writeFile(join(evidence, name), `{"part":${String(index).padStart(9)},${text}`);
  }
  const regions = new Set(Array.from({ length: files }, (_, index) => regionOf(index)));
  const planned = [...regions].map((region) => ({ criterion: "CC6.1", source: SOURCE, region }));
  const input = sealInput(store, DAY);
  await seal({ ...input, expected: [...input.expected, ...planned] });
  const keyFile = join(at, "company.pem");
  await writeFile(keyFile, company.publicKeyPem);
  return { folder, keyFile, asOf: `${DAY}T07:00:00Z` };
}

function regionOf(index: number): string {
  return `eu-west-${Math.floor(index / PARTS) + 1}`;
}

/** Text that makes a file of the given size. */
function evidenceText(bytes: number): string {
  const head = '{"part":         ,'.length;
  const instances: string[] = [];
  let length = 0;
  for (let index = 0; length < bytes; index += 1) {
    const instance = `  {"InstanceId": "i-${String(index).padStart(17, "0")}", "State": "running"},\n`;
    instances.push(instance);
    length += instance.length;
  }
  return `${instances.join("").slice(0, bytes - head - 1)}\n`;
}
