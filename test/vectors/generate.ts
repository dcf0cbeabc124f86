import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { COMPANY_KEY, NEXT_KEY, STRANGER_KEY } from "../integrity/sample-bundle.ts";
import { privateKeyPem } from "../keys/deterministic-signer.ts";
import { ANCHOR_BUNDLES, ANCHOR_VECTORS, expectedOfAnchor } from "./anchor-vectors.ts";
import { expectedOf, PUBLIC_KEYS, VECTORS } from "./vectors.ts";
import { expectedOfZip, ZIP_VECTORS } from "./zip-vectors.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const KEYS_NOTE = `These keys are for tests only. Their private halves are public: company.pem is the
key of RFC 6979 appendix A.2.5, the others are SHA-256 of a sentence. Never trust them.
`;

/**
 * Every generated file of the kit by its path below this folder. Signatures are deterministic
 * (RFC 6979), so that the same sources give the same bytes on every machine.
 */
export async function generateVectors(): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>([["keys/README.md", utf8(KEYS_NOTE)]]);
  for (const [name, pem] of Object.entries(PUBLIC_KEYS)) files.set(`keys/${name}`, utf8(pem));
  const privateKeys = { company: COMPANY_KEY, next: NEXT_KEY, stranger: STRANGER_KEY };
  for (const [name, key] of Object.entries(privateKeys)) {
    files.set(`keys/${name}.private-for-tests-only.pem`, utf8(privateKeyPem(key)));
  }
  for (const vector of VECTORS) {
    const folder = `bundles/${vector.name}`;
    const expected = await expectedOf(vector);
    files.set(`${folder}/expected.json`, utf8(`${JSON.stringify(expected, null, 2)}\n`));
    const { objects } = await vector.make();
    for (const [path, bytes] of objects) files.set(`${folder}/bundle/${path}`, bytes);
  }
  for (const vector of ZIP_VECTORS) {
    const folder = `zips/${vector.name}`;
    const expected = `${JSON.stringify(expectedOfZip(vector), null, 2)}\n`;
    files.set(`${folder}/expected.json`, utf8(expected));
    files.set(`${folder}/evidence.zip`, await vector.make());
  }
  for (const [name, make] of Object.entries(ANCHOR_BUNDLES)) {
    for (const [path, bytes] of (await make()).objects) {
      files.set(`anchors/bundles/${name}/${path}`, bytes);
    }
  }
  for (const vector of ANCHOR_VECTORS) {
    const folder = `anchors/cases/${vector.name}`;
    const expected = `${JSON.stringify(expectedOfAnchor(vector), null, 2)}\n`;
    files.set(`${folder}/expected.json`, utf8(expected));
    for (const [name, text] of Object.entries(await vector.files())) {
      files.set(`${folder}/cloudtrail/${name}`, utf8(text));
    }
  }
  return files;
}

/** What is wrong with the files on disk; empty when they are what the generator makes. */
export async function compareVectors(): Promise<string[]> {
  const generated = await generateVectors();
  const differences: string[] = [];
  const standing = new Set(await filesOnDisk());
  for (const [path, bytes] of generated) {
    if (!standing.delete(path)) differences.push(`${path} is missing`);
    else if (!(await readFile(join(HERE, path))).equals(bytes)) differences.push(`${path} differs`);
  }
  return [...differences, ...[...standing].map((path) => `${path} is left over`)];
}

async function writeVectors(): Promise<void> {
  for (const folder of ["bundles", "zips", "anchors"]) {
    await rm(join(HERE, folder), { recursive: true, force: true });
  }
  for (const [path, bytes] of await generateVectors()) {
    await mkdir(dirname(join(HERE, path)), { recursive: true });
    await writeFile(join(HERE, path), bytes);
  }
}

async function filesOnDisk(): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of ["bundles", "zips", "anchors", "keys"]) {
    const entries = await readdir(join(HERE, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      paths.push(relative(HERE, join(entry.parentPath, entry.name)).split(sep).join("/"));
    }
  }
  return paths;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--check")) {
    const differences = await compareVectors();
    for (const difference of differences) process.stderr.write(`${difference}\n`);
    process.exitCode = differences.length === 0 ? 0 : 1;
  } else {
    await writeVectors();
  }
}
